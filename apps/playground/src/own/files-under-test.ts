import { gzipSync } from "node:zlib";

/** An IDX file of bytes. */
export function idxBytes(shape: readonly number[], data: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
  bytes.set([0, 0, 8, shape.length]);
  shape.forEach((size, axis) => new DataView(bytes.buffer).setUint32(4 + 4 * axis, size));
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
}

const side = 8;

/**
 * Images whose upper or lower half is bright, each with shades of its own, and a label that says which. Some labels can be
 * wrong: then it matters which rows are tested with.
 */
export function halves(
  count: number,
  wrongEach = Infinity,
): Readonly<Record<"images" | "labels", Uint8Array<ArrayBuffer>>> {
  const halves = Array.from({ length: count }, (_, image) => image % 2);
  const labels = halves.map((half, image) => (isWrong(image, wrongEach) ? 1 - half : half));
  const pixels = halves.flatMap((half, image) =>
    Array.from({ length: side * side }, (_, i) =>
      i < 32 === (half === 0) ? 255 - (image % 128) : image % 128,
    ),
  );
  return { images: idxBytes([count, side, side], pixels), labels: idxBytes([count], labels) };
}

export const zipped = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(gzipSync(bytes));

const isWrong = (row: number, wrongEach: number) => row % wrongEach === wrongEach - 1;

/** Trees: the kind follows from height and width, whose ranges are far from equal; but for some that are wrong. */
export function treesCsv(count: number, wrongEach = Infinity): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const isOak = i % 2 === 0;
    return `${isOak ? 20_000 + 37 * i : 4000 + 11 * i},${(isOak ? 0.2 : 0.5) + 0.001 * (i % 7)},${isOak !== isWrong(i, wrongEach) ? "oak" : "elm"}`;
  });
  return ["height,width,kind", ...rows].join("\n");
}
