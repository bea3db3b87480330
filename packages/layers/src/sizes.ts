import { DataError } from "@piecewise/tensor";

/** Throws unless a layer's size is a whole number above a limit. */
export function sizeAbove(layer: string, name: string, size: number, limit: number): void {
  if (Number.isInteger(size) && size > limit) return;
  throw new DataError(layer, `${name} must be a whole number above ${limit}, got ${size}`);
}
