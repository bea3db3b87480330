import { grad, mul, pad, reshape, ShapeError, slice, stack, sum, zeros } from "@piecewise/tensor";
import type { Pair, Tensor } from "@piecewise/tensor";
import { both } from "./kernel-weights.ts";
import { layer, type Layer } from "./layer.ts";
import { sizeAbove } from "./sizes.ts";

/** How a window moves over an image. */
export interface UnfoldOptions {
  readonly stride?: Pair;
  readonly padding?: Pair;
  readonly dilation?: Pair;
}

/**
 * Each window of an image as a column: [batch, channels, height, width] → [batch, channels · window, windows], what a
 * convolution multiplies its weight with.
 *
 * @example
 * unfold([2, 3])(zeros([1, 5, 4, 6])).shape; // [1,30,12]
 */
export function unfold(kernelSize: Pair, options: UnfoldOptions = {}): Layer {
  const window = windowOf("unfold", kernelSize, options);
  return layer({ kind: "unfold" }, (x) => {
    if (x.rank !== 4)
      throw new ShapeError("unfold", "takes images [batch, channels, height, width]", x.shape);
    return columns("unfold", x, window);
  });
}

/**
 * Adds up columns to an image, each number where its window took it from: the transpose of `unfold`, and what makes its
 * gradient. [batch, channels · window, windows] → [batch, channels, height, width].
 *
 * @example
 * await fold([1, 3], [1, 2])(ones([1, 2, 2])).array(); // [[[[1,2,1]]]]
 */
export function fold(outputSize: Pair, kernelSize: Pair, options: UnfoldOptions = {}): Layer {
  const window = windowOf("fold", kernelSize, options);
  const [height, width] = both(outputSize);
  for (const side of [height, width]) sizeAbove("fold", "outputSize", side, 0);
  const area = window.kernel[0] * window.kernel[1];
  return layer({ kind: "fold" }, (x) => {
    const count = countOf("fold", [height, width], window);
    if (x.rank !== 3 || x.shape[1] % area !== 0 || x.shape[2] !== count[0] * count[1])
      throw new ShapeError("fold", `takes [batch, a multiple of ${area}, ${count[0] * count[1]}]`, x.shape);
    const image = zeros([x.shape[0], x.shape[1] / area, height, width], { dtype: x.dtype });
    return grad((t: Tensor) => sum(mul(columns("fold", t, window), x)))(image);
  });
}

type Two = readonly [number, number];
type Window = Readonly<Record<"kernel" | "stride" | "padding" | "dilation", Two>>;

function windowOf(
  kind: string,
  kernelSize: Pair,
  { stride = 1, padding = 0, dilation = 1 }: UnfoldOptions,
): Window {
  for (const [name, sizes] of Object.entries({ kernelSize, stride, dilation }))
    for (const size of both(sizes)) sizeAbove(kind, name, size, 0);
  for (const size of both(padding)) sizeAbove(kind, "padding", size, -1);
  return { kernel: both(kernelSize), stride: both(stride), padding: both(padding), dilation: both(dilation) };
}

/** How many windows fit below and beside each other. */
function countOf(kind: string, size: Two, { kernel, stride, padding, dilation }: Window): Two {
  const along = (axis: 0 | 1) =>
    Math.floor((size[axis] + 2 * padding[axis] - dilation[axis] * (kernel[axis] - 1) - 1) / stride[axis]) + 1;
  const count = [along(0), along(1)] as const;
  if (count[0] < 1 || count[1] < 1)
    throw new ShapeError(kind, `a window of ${kernel.join("×")} does not fit`, size);
  return count;
}

/** One strided cut for each place of the window. */
function columns(kind: string, x: Tensor, window: Window): Tensor {
  const { kernel, stride, padding, dilation } = window;
  const count = countOf(kind, [x.shape[2], x.shape[3]], window);
  const padded = pad(x, [[0, 0], [0, 0], [padding[0], padding[0]], [padding[1], padding[1]]]); // prettier-ignore
  const range = (axis: 0 | 1, place: number) => ({
    start: place * dilation[axis],
    stop: place * dilation[axis] + (count[axis] - 1) * stride[axis] + 1,
    step: stride[axis],
  });
  const cuts = Array.from({ length: kernel[0] * kernel[1] }, (_, i) =>
    slice(padded, [null, null, range(0, Math.floor(i / kernel[1])), range(1, i % kernel[1])]),
  );
  const [batch, channels] = x.shape;
  return reshape(stack(cuts, { axis: 2 }), [batch, channels * cuts.length, count[0] * count[1]]);
}
