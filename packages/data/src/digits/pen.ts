/** A grey square image, row by row: 0 is paper, 1 is ink. */
export interface Canvas {
  readonly pixels: Float32Array;
  readonly side: number;
}

/** Where the pen is, how far its ink reaches to each side, and how dark it is. */
export interface PenPoint {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly ink: number;
}

/**
 * Draws a straight line whose width and darkness change evenly on the way. Its edge falls from ink to paper over
 * `softness` pixels. Where lines overlap, the darker counts.
 */
export function drawLine({ pixels, side }: Canvas, from: PenPoint, to: PenPoint, softness: number): void {
  const reach = Math.max(from.radius, to.radius) + softness / 2;
  const left = Math.max(0, Math.ceil(Math.min(from.x, to.x) - reach));
  const right = Math.min(side - 1, Math.floor(Math.max(from.x, to.x) + reach));
  const top = Math.max(0, Math.ceil(Math.min(from.y, to.y) - reach));
  const bottom = Math.min(side - 1, Math.floor(Math.max(from.y, to.y) + reach));
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const scale = 1 / Math.max(dx * dx + dy * dy, 1e-9);
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) * scale));
      const offX = x - from.x - along * dx;
      const offY = y - from.y - along * dy;
      const distance = Math.sqrt(offX * offX + offY * offY);
      const radius = from.radius + along * (to.radius - from.radius);
      const cover = Math.min(1, (radius - distance) / softness + 0.5);
      const ink = cover * (from.ink + along * (to.ink - from.ink));
      const at = y * side + x;
      if (ink > pixels[at]) pixels[at] = ink;
    }
  }
}
