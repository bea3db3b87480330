import { between, Canvas, cssColor, type Paper } from "../page/canvas.tsx";
import { crossOut } from "./cross-out.ts";
import { deadText } from "./words.ts";

/** A square for each unit: the fuller its colour, the more rows it has a slope for. */
export function UnitSquares({ alive }: { readonly alive: Float32Array }) {
  return (
    <Canvas
      label={`${alive.length} units as squares, ${deadText(alive, alive.length)}`}
      class="units"
      draw={(paper) => drawUnits(paper, alive)}
    />
  );
}

/** A unit's square in pixels. */
const largest = 34;

function drawUnits(paper: Paper, alive: Float32Array): void {
  const { context, width, height, color } = paper;
  const columns = columnsFor(alive.length, width, height);
  const size = Math.min(width / columns, height / Math.ceil(alive.length / columns), largest);
  const [ground, full] = [color("surface"), color("accent")];
  alive.forEach((share, unit) => {
    const [x, y] = [(unit % columns) * size + 1, Math.floor(unit / columns) * size + 1];
    if (share === 0) return crossOut(paper, x, y, size - 2);
    context.fillStyle = cssColor(between(ground, full, 0.15 + 0.85 * share));
    context.fillRect(x, y, size - 2, size - 2);
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
