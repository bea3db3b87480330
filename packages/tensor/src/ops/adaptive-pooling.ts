import { ShapeError } from "@piecewise/spec";
import { tensor } from "../create.ts";
import { requireFloat, type Tensor } from "../tensor.ts";
import { div, where } from "./arithmetic.ts";
import { cast } from "./cast.ts";
import { indexSelect } from "./indexing.ts";
import { avgPool2d } from "./pooling.ts";
import { sum } from "./reduce.ts";
import { reshape } from "./reshape.ts";
import { asImages, asSequences } from "./sequence.ts";

/**
 * Means of windows that divide images [batch, channels, height, width] into a given number of rows and columns, whatever
 * their size. Window i of n goes from ⌊i · size / n⌋ to before ⌈(i + 1) · size / n⌉, as in PyTorch. One number means as many
 * rows as columns; null keeps an axis as it is.
 *
 * @example
 * adaptiveAvgPool2d(zeros([1, 8, 9, 14]), [3, null]).shape; // [1,8,3,14]
 */
export function adaptiveAvgPool2d(
  x: Tensor,
  outputSize: number | readonly [height: number | null, width: number | null],
): Tensor {
  if (x.rank !== 4)
    throw new ShapeError("adaptiveAvgPool2d", "needs images [batch, channels, height, width]", x.shape);
  const [height, width] = typeof outputSize === "number" ? [outputSize, outputSize] : outputSize;
  return divide("adaptiveAvgPool2d", x, [height ?? x.shape[2], width ?? x.shape[3]]);
}

/**
 * As `adaptiveAvgPool2d`, for sequences [batch, channels, length].
 *
 * @example
 * await adaptiveAvgPool1d(tensor([[[1, 2, 3]]]), 2).array(); // [[[1.5,2.5]]]
 */
export function adaptiveAvgPool1d(x: Tensor, outputSize: number): Tensor {
  return asSequences(divide("adaptiveAvgPool1d", asImages("adaptiveAvgPool1d", x), [1, outputSize]));
}

function divide(operation: string, x: Tensor, output: readonly [number, number]): Tensor {
  requireFloat(operation, x.dtype);
  if (!output.every((n) => Number.isInteger(n) && n >= 1))
    throw new ShapeError(operation, `sizes must be whole and at least 1, got ${output.join("×")}`);
  const [height, width] = [x.shape[2], x.shape[3]];
  if (height === 0 || width === 0) throw new ShapeError(operation, "there are no pixels", x.shape);
  const kernelSize = [height / output[0], width / output[1]] as const;
  if (kernelSize.every(Number.isInteger)) return avgPool2d(x, { kernelSize });
  return averageAlong(averageAlong(x, 2, output[0]), 3, output[1]);
}

/** Windows of unlike lengths: each is filled up to the longest, and what was filled in is left out of the sum. */
function averageAlong(x: Tensor, axis: number, output: number): Tensor {
  const size = x.shape[axis];
  if (size === output) return x;
  const starts = Array.from({ length: output }, (_, i) => Math.floor((i * size) / output));
  const lengths = starts.map((start, i) => Math.ceil(((i + 1) * size) / output) - start);
  const longest = Math.max(...lengths);
  const places = starts.flatMap((start) =>
    Array.from({ length: longest }, (_, i) => Math.min(start + i, size - 1)),
  );
  const isOwn = lengths.flatMap((length) => Array.from({ length: longest }, (_, i) => i < length));
  const behind = x.shape.slice(axis + 1).map(() => 1);
  const picked = indexSelect(x, tensor(places, { dtype: "int32" }), { axis });
  const windows = reshape(picked, x.shape.toSpliced(axis, 1, output, longest));
  const own = where(reshape(tensor(isOwn), [output, longest, ...behind]), windows, 0);
  const counts = reshape(cast(tensor(lengths), x.dtype), [output, ...behind]);
  return div(sum(own, { axis: axis + 1 }), counts);
}
