import { select } from "@piecewise/expressions";
import {
  DataError,
  elementwise,
  reshape,
  ShapeError,
  uniform,
  type Random,
  type Tensor,
} from "@piecewise/tensor";

const sloped = elementwise("prelu", (x, slope) => select(x.greater(0), x, x.times(slope)));

/** Leaky ReLU whose slope is a parameter: one number, or one for each channel (axis 1). He et al., 2015. */
export function prelu(x: Tensor, slope: Tensor): Tensor {
  if (slope.size === 1) return sloped(x, reshape(slope, []));
  if (slope.rank !== 1 || slope.size !== x.shape[1])
    throw new ShapeError("prelu", "needs one slope, or one for each channel (axis 1)", x.shape, slope.shape);
  return sloped(x, reshape(slope, [slope.size, ...x.shape.slice(2).map(() => 1)]));
}

/** Between which slopes to draw, and whether to draw. */
export interface RreluOptions {
  readonly lower?: number;
  readonly upper?: number;
  readonly training?: boolean;
  readonly random?: Random;
}

/** Leaky ReLU whose slope is drawn anew for each number in training, and is the middle one otherwise. Xu et al., 2015. */
export function rrelu(x: Tensor, options: RreluOptions = {}): Tensor {
  const { lower = 1 / 8, upper = 1 / 3, training = false, random } = options;
  if (!(lower <= upper))
    throw new DataError("rrelu", `lower must not be above upper, got ${lower} and ${upper}`);
  if (!training) return sloped(x, (lower + upper) / 2);
  const dtype = x.dtype === "float64" ? "float64" : "float32";
  const drawn = { low: lower, high: upper, dtype, ...(random === undefined ? {} : { random }) } as const;
  return sloped(x, uniform(x.shape, drawn));
}
