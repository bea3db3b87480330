/** Small pictures of one size, one after the other, in shades from -127 to 127. */
export interface Tiles {
  readonly width: number;
  readonly height: number;
  /** Row by row from above. What is 0, or not finite, has shade 0. */
  readonly shades: Int8Array;
  /** What the strongest shade stands for, where all tiles have one scale: else each has its own. */
  readonly most?: number;
}

/** What the network makes of one image. */
export interface Recognition {
  /** How likely each class is. */
  readonly shares: Float32Array;
  /** What comes out of each activation: a tile for each unit or filter. */
  readonly layers: readonly Tiles[];
}

/** So many pictures of units stay legible side by side. */
export const mostTiles = 32;

/** How many places a side of a picture of the plane has. */
export const mapSide = 28;

export const strongest = 127;

export const countOf = ({ width, height, shades }: Tiles): number => shades.length / (width * height);

/** Twice as many tiles side by side as below each other, and never fewer than four, so that few do not grow huge. */
export const columnsOf = (count: number): number => Math.max(4, Math.ceil(Math.sqrt(2 * count)));

/** The tile that is strongest somewhere, and how strong, or nothing where all are 0. */
export function strongestIn({ width, height, shades }: Tiles): number | undefined {
  let best = 0;
  for (let i = 1; i < shades.length; i++) if (Math.abs(shades[i]) > Math.abs(shades[best])) best = i;
  return shades.length > 0 && shades[best] !== 0 ? Math.floor(best / (width * height)) : undefined;
}

/** How many tiles are not 0 everywhere. */
export function answeringIn({ width, height, shades }: Tiles): number {
  const size = width * height;
  let answering = 0;
  for (let from = 0; from < shades.length; from += size)
    if (shades.subarray(from, from + size).some((shade) => shade !== 0)) answering++;
  return answering;
}
