import { gridSide, type Images, type Plane } from "../worker/messages.ts";
import { ConfusionMatrix } from "../own/confusion-matrix.tsx";
import { Canvas, cssColor, type Paper } from "./canvas.tsx";
import { drawnOnce } from "./drawn-once.ts";
import { inkOf } from "./ink.ts";
import { onCanvas } from "./on-canvas.ts";
import { paletteOf } from "./palette.ts";
import type { Training } from "./use-training.ts";

/** The data, and what the network makes of them. */
export function SceneView({ training }: { readonly training: Training | undefined }) {
  const scene = training?.scene;
  const isImages = scene?.kind === "images";
  if (scene?.kind === "confusion") return <ConfusionMatrix scene={scene} counts={training?.look.answers} />;
  return (
    <figure class="scene panel">
      <figcaption>
        <h2>{isImages ? scene.title : "Data and decision"}</h2>
        <p>
          {isImages
            ? "Below each is the network's answer; wrong ones are framed."
            : "The colour of the ground is the network's answer there; pale where it is not sure."}
        </p>
        {scene?.kind === "plane" && <AxesText plane={scene} />}
      </figcaption>
      <Canvas
        label={labelOf(training)}
        class={isImages ? "images" : "plane"}
        draw={(paper) => drawScene(paper, training)}
      />
    </figure>
  );
}

function AxesText({ plane: { axes, names } }: { readonly plane: Plane }) {
  if (axes === undefined || names === undefined) return null;
  return (
    <p>
      Round: {names[0]}; square: {names[1]}. Across: {axes[0]}; upwards: {axes[1]}.
    </p>
  );
}

function labelOf(training: Training | undefined): string {
  const point = training?.curve.at(-1);
  const scene = training?.scene;
  const what =
    scene?.kind === "images"
      ? `${scene.title}: ${scene.labels.length}`
      : "Points of two classes in the plane";
  const how =
    point === undefined ? "not measured yet" : `${Math.round(100 * point.accuracy)} % of test rows right`;
  return `${what}, ${how}`;
}

function drawScene(paper: Paper, training: Training | undefined): void {
  if (training === undefined) return;
  const { scene, look } = training;
  if (scene.kind === "images") drawImages(paper, scene, look.answers);
  else if (scene.kind === "plane") drawPlane(paper, scene, look.answers);
}

/** The points on the ground of the network's answers, where there are some. */
export function drawPlane(paper: Paper, plane: Plane, answers: Float32Array): void {
  const { context, width, height } = paper;
  drawGround(paper, answers);
  const points = drawnOnce(paper, plane, (once) => drawPoints(once, plane));
  context.drawImage(points, 0, 0, width, height);
}

function drawPoints(
  { context, width, height, color }: Paper<OffscreenCanvasRenderingContext2D>,
  { from, to, points, labels }: Plane,
): void {
  const x = (value: number) => ((value - from) / (to - from)) * width;
  const y = (value: number) => height - ((value - from) / (to - from)) * height;
  const size = Math.max(2, width / 130);
  context.strokeStyle = cssColor(color("surface"));
  labels.forEach((label, i) => {
    const [px, py] = [x(points[2 * i]), y(points[2 * i + 1])];
    context.fillStyle = cssColor(color(label === 0 ? "class-0" : "class-1"));
    context.beginPath();
    // Round and square, for those who do not tell the colours apart.
    if (label === 0) context.arc(px, py, size, 0, 2 * Math.PI);
    else context.rect(px - size * 0.9, py - size * 0.9, size * 1.8, size * 1.8);
    context.fill();
    context.stroke();
  });
}

/** How full the ground's colour gets, so that points stand out, and in how many steps. */
const fullest = 0.6;
const steps = 200;

function drawGround({ context, width, height, color }: Paper, answers: Float32Array): void {
  const image = new ImageData(gridSide, gridSide);
  const pixels = new Uint32Array(image.data.buffer);
  const palette = paletteOf(color, ["class-0", "surface", "class-1"], 2 * steps + 1);
  answers.forEach((share, place) => {
    const sureness = Number.isFinite(share) ? (2 * share - 1) * fullest : 0;
    const row = gridSide - 1 - Math.floor(place / gridSide);
    pixels[row * gridSide + (place % gridSide)] = palette[Math.round(sureness * steps) + steps];
  });
  context.drawImage(onCanvas(image), 0, 0, width, height);
}

/** How images are laid out: those with words for answers need more room. */
function layoutOf({ labels, names }: Images) {
  const hasWords = names.some(({ length }) => length > 3);
  const count = Math.min(labels.length, hasWords ? 20 : 40);
  return { count, columns: Math.min(hasWords ? 5 : 8, Math.ceil(Math.sqrt(1.3 * count))) };
}

function drawImages(paper: Paper, images: Images, answers: Float32Array): void {
  const { context, width, height, color } = paper;
  const { labels, names } = images;
  context.drawImage(
    drawnOnce(paper, images, (once) => drawPixels(once, images)),
    0,
    0,
    width,
    height,
  );
  const { columns, count } = layoutOf(images);
  context.textAlign = "center";
  context.font = "600 15px system-ui, sans-serif";
  context.lineWidth = 2;
  context.strokeStyle = cssColor(color("dead"));
  labels.subarray(0, count).forEach((label, i) => {
    const isRight = answers[i] === label;
    const { x, y, size } = cellOf(i, images, paper);
    if (!isRight) context.strokeRect(x, y, size, size);
    context.fillStyle = cssColor(color(isRight ? "ink" : "dead"));
    context.fillText(names[answers[i]] ?? "?", x + size / 2, y + size + 15, width / columns - 4);
  });
}

function drawPixels(paper: Paper<OffscreenCanvasRenderingContext2D>, images: Images): void {
  const { side, pixels } = images;
  for (let i = 0; i < layoutOf(images).count; i++) {
    const { x, y, size } = cellOf(i, images, paper);
    const image = inkOf(pixels.subarray(i * side * side), side, paper);
    paper.context.drawImage(onCanvas(image), x, y, size, size);
  }
}

/** Where an image stands; below it is room for the answer. */
function cellOf(place: number, images: Images, { width, height }: Pick<Paper, "width" | "height">) {
  const { columns, count } = layoutOf(images);
  const [cellWidth, cellHeight] = [width / columns, height / Math.ceil(count / columns)];
  const size = Math.min(cellWidth - 6, cellHeight - 22);
  const left = (place % columns) * cellWidth + (cellWidth - size) / 2;
  return { x: left, y: Math.floor(place / columns) * cellHeight + 3, size };
}
