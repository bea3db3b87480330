/** A batch of 32 images and their classes. */
export const rows = 32;
export const pixels = Float32Array.from({ length: rows * 784 }, Math.random);
export const labels = Int32Array.from({ length: rows }, (_, row) => row % 10);

/** The classes as rows with a 1 at their place. */
export function oneHot() {
  const places = new Float32Array(rows * 10);
  labels.forEach((label, row) => (places[row * 10 + label] = 1));
  return places;
}
