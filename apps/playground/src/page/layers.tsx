import type { Settings } from "../settings.ts";
import type { Tiles } from "../inside/tiles.ts";
import { UnitPictures } from "../inside/unit-pictures.tsx";
import type { Activity, LayerLook } from "../worker/messages.ts";
import { Canvas, cssColor, type Paper } from "./canvas.tsx";
import { numberText, percentText } from "./number-text.ts";

interface Props {
  readonly layers: readonly LayerLook[];
  readonly settings: Settings;
  /** What comes out of each activation for one image, and what that is. */
  readonly seen?: readonly Tiles[] | undefined;
  readonly sight?: string;
}

/** Layer by layer: what units give, which are dead, and how much of the gradient arrives. */
export function Layers({ layers, settings, seen, sight = "" }: Props) {
  return (
    <section class="layers panel" aria-label="Inside the network">
      <h2>Inside the network</h2>
      <p>
        {introductionTo(layers)} A <span class="dead-word">crossed red</span> one is dead: no row moves it, so
        it learns nothing. Bars are on a logarithmic scale.
      </p>
      <div class="layer-list">
        {layers.map((layer, i) => (
          <LayerCard
            key={layer.name}
            layer={layer}
            activation={settings.layers[i]?.activation}
            seen={seen?.[i]}
            sight={sight}
          />
        ))}
      </div>
    </section>
  );
}

function introductionTo([first]: readonly LayerLook[]): string {
  const signs = "blue below 0 and orange above";
  if (first?.maps !== undefined)
    return `A picture is a unit: what it gives everywhere in the plane of the data, ${signs}.`;
  if (first?.filters !== undefined)
    return `A picture is a filter: its weights, or what comes out of it for one image, ${signs}.`;
  const squares = "A square is a unit: the fuller its colour, the more rows it has a slope for.";
  return first?.weights === undefined ? squares : `${squares} Weights are ${signs}.`;
}

interface CardProps {
  readonly layer: LayerLook;
  readonly activation: string | undefined;
  readonly seen: Tiles | undefined;
  readonly sight: string;
}

function LayerCard({ layer, activation, seen, sight }: CardProps) {
  const { name, gradientNorm, activity } = layer;
  return (
    <article class="layer" data-layer={name}>
      <h3>
        {name}
        {activity === undefined || activation === undefined ? "" : `, ${activation}`}
      </h3>
      {activity === undefined ? <p>One number for each class.</p> : <DeadAndZeros activity={activity} />}
      <UnitPictures layer={layer} seen={seen} sight={sight} />
      {activity !== undefined && <HistogramView activity={activity} />}
      <div class="gradient">
        <span>gradient {numberText(gradientNorm)}</span>
        <div class="bar">
          <div style={{ width: `${100 * lengthOf(gradientNorm)}%` }} />
        </div>
      </div>
    </article>
  );
}

function DeadAndZeros({ activity: { alive, zeros } }: { readonly activity: Activity }) {
  const dead = alive.filter((share) => share === 0).length;
  return (
    <p>
      <span class={dead > 0 ? "dead-word" : ""} data-dead={dead}>
        {dead} of {alive.length} dead
      </span>
      , {percentText(zeros)} zeros
    </p>
  );
}

function HistogramView({ activity }: { readonly activity: Activity }) {
  const [from, to] = [numberText(activity.histogram.from), numberText(activity.histogram.to)];
  return (
    <>
      <Canvas
        label={`Histogram of what comes out, from ${from} to ${to}`}
        class="histogram"
        draw={(paper) => drawHistogram(paper, activity)}
      />
      <p class="ends">
        <span>{from}</span>
        <span>outputs</span>
        <span>{to}</span>
      </p>
    </>
  );
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
