const known = new Map<string, OffscreenCanvasRenderingContext2D>();

/** Pixels as something that can be drawn in another size: at once, as the next ones of the same size take its place. */
export function onCanvas(image: ImageData): OffscreenCanvas {
  const { width, height } = image;
  const key = `${width} ${height}`;
  // To make a canvas takes far longer than to fill it.
  const context = known.get(key) ?? new OffscreenCanvas(width, height).getContext("2d", softly);
  if (context === null) throw new Error("this browser draws no pictures");
  known.set(key, context);
  context.putImageData(image, 0, 0);
  return context.canvas;
}

/** Kept where the processor, which fills it, can get at it. */
const softly = { willReadFrequently: true };
