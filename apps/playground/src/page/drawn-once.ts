import type { Scene } from "../worker/messages.ts";
import type { Paper } from "./canvas.tsx";

interface Drawn {
  readonly canvas: OffscreenCanvas;
  /** What it was drawn for: size and colours. */
  readonly key: string;
}

const drawn = new WeakMap<Scene, Drawn>();

/** What stays the same in a scene is drawn once for each size and for each of the page's colours. */
export function drawnOnce(
  { width, height, color }: Paper,
  scene: Scene,
  draw: (paper: Paper<OffscreenCanvasRenderingContext2D>) => void,
): OffscreenCanvas {
  const scale = devicePixelRatio;
  const key = [width, height, scale, color("class-0")].join();
  const known = drawn.get(scene);
  if (known?.key === key) return known.canvas;
  const canvas = new OffscreenCanvas(width * scale, height * scale);
  const context = canvas.getContext("2d");
  if (context !== null) {
    context.scale(scale, scale);
    draw({ context, width, height, color });
  }
  drawn.set(scene, { canvas, key });
  return canvas;
}
