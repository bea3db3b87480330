import { DataError, ShapeError } from "@piecewise/spec";
import { axisOf } from "../axes.ts";
import { tensor } from "../create.ts";
import { requireTensor, type Tensor } from "../tensor.ts";
import { indexSelect } from "./indexing.ts";
import { concat } from "./join.ts";
import { reshape } from "./reshape.ts";
import type { AxisOption } from "./softmax.ts";
import { broadcastTo, slice, transpose } from "./views.ts";

/**
 * Each number along an axis, or of all in row-major order, several times in a row: one count for all, or one for each.
 *
 * @example
 * await repeatInterleave(tensor([1, 2]), 2).array(); // [1,1,2,2]
 * await repeatInterleave(tensor([[1], [2]]), [0, 3], { axis: 0 }).array(); // [[2],[2],[2]]
 */
export function repeatInterleave(
  x: Tensor,
  counts: number | readonly number[],
  options: AxisOption = {},
): Tensor {
  requireTensor("repeatInterleave", x);
  if (options.axis === undefined) return repeatInterleave(reshape(x, [x.size]), counts, { axis: 0 });
  const axis = axisOf("repeatInterleave", options.axis, x.shape);
  const size = x.shape[axis];
  const each = typeof counts === "number" ? Array.from({ length: size }, () => counts) : counts;
  if (each.length !== size || !each.every((n) => Number.isInteger(n) && n >= 0))
    throw new ShapeError(
      "repeatInterleave",
      `needs a whole count, or one for each of ${size} entries of axis ${axis}, got ${JSON.stringify(counts)}`,
      x.shape,
    );
  const places = each.flatMap((count, place) => Array.from({ length: count }, () => place));
  return indexSelect(x, tensor(places, { dtype: "int32" }), { axis });
}

/**
 * The numbers moved along an axis; what leaves at one end comes back at the other. Without an axis, all numbers in row-major
 * order are moved.
 *
 * @example
 * await roll(tensor([1, 2, 3, 4]), 1).array(); // [4,1,2,3]
 */
export function roll(x: Tensor, shift: number, options: AxisOption = {}): Tensor {
  if (!Number.isInteger(shift)) throw new DataError("roll", `shift must be a whole number, got ${shift}`);
  requireTensor("roll", x);
  if (options.axis === undefined) return reshape(roll(reshape(x, [x.size]), shift, { axis: 0 }), x.shape);
  const axis = axisOf("roll", options.axis, x.shape);
  const size = x.shape[axis];
  const start = size === 0 ? 0 : ((-shift % size) + size) % size;
  if (start === 0) return x;
  const part = (range: { start?: number; stop?: number }) =>
    slice(
      x,
      x.shape.map((_, a) => (a === axis ? range : null)),
    );
  return concat([part({ start }), part({ stop: start })], { axis });
}

/** Two axes exchanged. */
export function swapAxes(x: Tensor, first: number, second: number): Tensor {
  const { shape } = requireTensor("swapAxes", x);
  const [a, b] = [axisOf("swapAxes", first, shape), axisOf("swapAxes", second, shape)];
  return transpose(
    x,
    shape.map((_, axis) => (axis === a ? b : axis === b ? a : axis)),
  );
}

/**
 * Coordinates of a grid: from rows of m, n, … numbers as many tensors [m, n, …], each of which repeats its row along all axes but
 * its own. With `indexing: "xy"` the first two axes change places, as for the pixels of an image.
 *
 * @example
 * const [rows, columns] = meshgrid([tensor([1, 2]), tensor([5, 6, 7])]);
 * await rows.array(); // [[1,1,1],[2,2,2]]
 * await columns.array(); // [[5,6,7],[5,6,7]]
 */
export function meshgrid(
  rows: readonly Tensor[],
  { indexing = "ij" }: { readonly indexing?: "ij" | "xy" } = {},
): Tensor[] {
  for (const row of rows)
    if (requireTensor("meshgrid", row).rank > 1)
      throw new ShapeError("meshgrid", "needs tensors with one axis each", row.shape);
  const shape = rows.map((row) => row.size);
  return rows.map((row, i) => {
    const along = shape.map((size, axis) => (axis === i ? size : 1));
    const grid = broadcastTo(reshape(row, along), shape);
    return indexing === "xy" && shape.length > 1 ? swapAxes(grid, 0, 1) : grid;
  });
}
