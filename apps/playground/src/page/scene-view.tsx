import { gridSide, type Images, type Plane } from "../worker/messages.ts";
import { ConfusionMatrix } from "../own/confusion-matrix.tsx";
import { between, Canvas, cssColor, type Paper } from "./canvas.tsx";
import { inkOf } from "./ink.ts";
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
  context.drawImage(pointsOf(paper, plane), 0, 0, width, height);
}

interface DrawnPoints {
  readonly canvas: OffscreenCanvas;
  /** What they were drawn for: size and colours. */
  readonly key: string;
}

/** The points stay where they are: they are drawn once. */
const drawnPoints = new WeakMap<Plane, DrawnPoints>();

function pointsOf({ width, height, color }: Paper, plane: Plane): OffscreenCanvas {
  const scale = devicePixelRatio;
  const key = [width, height, scale, color("class-0")].join();
  const known = drawnPoints.get(plane);
  if (known?.key === key) return known.canvas;
  const canvas = new OffscreenCanvas(width * scale, height * scale);
  const context = canvas.getContext("2d");
  if (context !== null) {
    context.scale(scale, scale);
    drawPoints({ context, width, height, color }, plane);
  }
  drawnPoints.set(plane, { canvas, key });
  return canvas;
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

function drawGround({ context, width, height, color }: Paper, answers: Float32Array): void {
  const image = new ImageData(gridSide, gridSide);
  const [ground, first, second] = [color("surface"), color("class-0"), color("class-1")];
  answers.forEach((share, place) => {
    const sureness = Math.abs(2 * share - 1) * 0.6;
    const shade = Number.isFinite(share) ? between(ground, share > 0.5 ? second : first, sureness) : ground;
    const row = gridSide - 1 - Math.floor(place / gridSide);
    image.data.set([...shade, 255], 4 * (row * gridSide + (place % gridSide)));
  });
  const small = new OffscreenCanvas(gridSide, gridSide);
  small.getContext("2d")?.putImageData(image, 0, 0);
  context.drawImage(small, 0, 0, width, height);
}

function drawImages(paper: Paper, { side, pixels, labels: all, names }: Images, answers: Float32Array): void {
  const { context, width, height, color } = paper;
  // Words need more room than digits.
  const isWords = names.some(({ length }) => length > 3);
  const labels = all.subarray(0, isWords ? 20 : 40);
  const columns = Math.min(isWords ? 5 : 8, Math.ceil(Math.sqrt(1.3 * labels.length)));
  const rows = Math.ceil(labels.length / columns);
  const [cellWidth, cellHeight] = [width / columns, height / rows];
  const size = Math.min(cellWidth - 6, cellHeight - 22);
  const small = new OffscreenCanvas(side, side);
  context.textAlign = "center";
  context.font = "600 14px system-ui, sans-serif";
  labels.forEach((label, i) => {
    const isRight = answers[i] === label;
    const [left, top] = [(i % columns) * cellWidth, Math.floor(i / columns) * cellHeight];
    const x = left + (cellWidth - size) / 2;
    small.getContext("2d")?.putImageData(inkOf(pixels.subarray(i * side * side), side, paper), 0, 0);
    context.drawImage(small, x, top + 3, size, size);
    context.lineWidth = 2;
    context.strokeStyle = cssColor(color("dead"));
    if (!isRight) context.strokeRect(x, top + 3, size, size);
    context.fillStyle = cssColor(color(isRight ? "ink" : "dead"));
    context.fillText(names[answers[i]] ?? "?", left + cellWidth / 2, top + size + 18, cellWidth - 4);
  });
}
