/** A pen's place, in pixels of the image from its upper left. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where the stroke is full, and where it ends; between, it fades. Such strokes are as thick as the digits to learn from. */
const [full, end] = [0.9, 1.9];

/** The image with a straight stroke from one place to another. */
export function withStroke(pixels: Float32Array, side: number, from: Place, to: Place): Float32Array {
  return pixels.map((ink, i) => {
    const distance = distanceTo({ x: (i % side) + 0.5, y: Math.floor(i / side) + 0.5 }, from, to);
    return Math.max(ink, Math.min(1, Math.max(0, (end - distance) / (end - full))));
  });
}

/** How far a place is from the line between two others. */
function distanceTo({ x, y }: Place, from: Place, to: Place): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / length;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - from.x - share * dx, y - from.y - share * dy);
}
