import type { Settings } from "../settings.ts";
import type { Activity, LayerLook } from "../worker/messages.ts";
import { between, Canvas, cssColor, type Paper } from "./canvas.tsx";
import { numberText, percentText } from "./number-text.ts";

interface Props {
  readonly layers: readonly LayerLook[];
  readonly settings: Settings;
}

/** Layer by layer: which units are dead, what comes out of them, and how much of the gradient arrives. */
export function Layers({ layers, settings }: Props) {
  return (
    <section class="layers panel" aria-label="Inside the network">
      <h2>Inside the network</h2>
      <p>
        A square is a unit: the fuller its colour, the more rows it has a slope for. A{" "}
        <span class="dead-word">crossed red</span> one is dead: no row moves it, so it learns nothing. Bars
        are on a logarithmic scale.
      </p>
      <div class="layer-list">
        {layers.map((layer, i) => (
          <LayerCard key={layer.name} layer={layer} activation={settings.layers[i]?.activation} />
        ))}
      </div>
    </section>
  );
}

function LayerCard({ layer, activation }: { layer: LayerLook; activation: string | undefined }) {
  const { name, gradientNorm, activity } = layer;
  return (
    <article class="layer" data-layer={name}>
      <h3>
        {name}
        {activity === undefined || activation === undefined ? "" : `, ${activation}`}
      </h3>
      {activity === undefined ? <p>One number for each class.</p> : <ActivityView activity={activity} />}
      <div class="gradient">
        <span>gradient {numberText(gradientNorm)}</span>
        <div class="bar">
          <div style={{ width: `${100 * lengthOf(gradientNorm)}%` }} />
        </div>
      </div>
    </article>
  );
}

function ActivityView({ activity }: { readonly activity: Activity }) {
  const { alive, zeros, histogram } = activity;
  const dead = alive.filter((share) => share === 0).length;
  const text = `${dead} of ${alive.length} dead`;
  return (
    <>
      <p>
        <span class={dead > 0 ? "dead-word" : ""} data-dead={dead}>
          {text}
        </span>
        , {percentText(zeros)} zeros
      </p>
      <Canvas label={`Units: ${text}`} class="units" draw={(paper) => drawUnits(paper, alive)} />
      <Canvas
        label={`Histogram of what comes out, from ${numberText(histogram.from)} to ${numberText(histogram.to)}`}
        class="histogram"
        draw={(paper) => drawHistogram(paper, activity)}
      />
      <p class="ends">
        <span>{numberText(histogram.from)}</span>
        <span>outputs</span>
        <span>{numberText(histogram.to)}</span>
      </p>
    </>
  );
}

/** A unit's square in pixels. */
const largest = 34;

function drawUnits({ context, width, height, color }: Paper, alive: Float32Array): void {
  const columns = columnsFor(alive.length, width, height);
  const size = Math.min(width / columns, height / Math.ceil(alive.length / columns), largest);
  const [ground, full, dead] = [color("surface"), color("accent"), color("dead")];
  alive.forEach((share, unit) => {
    const [x, y] = [(unit % columns) * size, Math.floor(unit / columns) * size];
    const inner = size - 2;
    context.fillStyle = cssColor(share === 0 ? dead : between(ground, full, 0.15 + 0.85 * share));
    context.fillRect(x + 1, y + 1, inner, inner);
    if (share > 0) return;
    context.strokeStyle = cssColor(ground);
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x + 3, y + 3);
    context.lineTo(x + inner - 1, y + inner - 1);
    context.moveTo(x + inner - 1, y + 3);
    context.lineTo(x + 3, y + inner - 1);
    context.stroke();
  });
}

/** With as many columns, squares fill a rectangle best. */
function columnsFor(count: number, width: number, height: number): number {
  let best = 1;
  let size = 0;
  for (let columns = 1; columns <= count; columns++) {
    const fits = Math.min(width / columns, height / Math.ceil(count / columns), largest);
    if (fits > size) [best, size] = [columns, fits];
  }
  return best;
}

function drawHistogram({ context, width, height, color }: Paper, { histogram }: Activity): void {
  const { counts } = histogram;
  // Of a ReLU, most numbers are 0: the root keeps the others in sight.
  const most = Math.sqrt(Math.max(1, ...counts));
  const part = width / counts.length;
  context.fillStyle = cssColor(color("class-0"));
  counts.forEach((count, i) => {
    const tall = (Math.sqrt(count) / most) * (height - 2);
    context.fillRect(i * part + 0.5, height - tall, part - 1, tall);
  });
  context.fillStyle = cssColor(color("quiet"));
  context.fillRect(0, height - 1, width, 1);
}

const [least, most] = [-7, 1];

/** From 10⁻⁷, which is nothing, to 10. */
function lengthOf(norm: number): number {
  if (Number.isNaN(norm)) return 0;
  return Math.min(1, Math.max(0, (Math.log10(norm) - least) / (most - least)));
}
