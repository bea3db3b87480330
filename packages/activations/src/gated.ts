import { max, mul, reshape, ShapeError, split, type AxisOption, type Tensor } from "@piecewise/tensor";
import { sigmoid } from "./sigmoid.ts";
import { silu } from "./silu.ts";

/** The first half of an axis (the last unless given) times the sigmoid of the second. Dauphin et al., 2017. */
export function glu(x: Tensor, options: AxisOption = {}): Tensor {
  const [value, gate] = halves("glu", x, options);
  return mul(value, sigmoid(gate));
}

/** silu of the first half of an axis (the last unless given) times the second. Shazeer, "GLU variants", 2020. */
export function swiglu(x: Tensor, options: AxisOption = {}): Tensor {
  const [gate, value] = halves("swiglu", x, options);
  return mul(silu(gate), value);
}

function halves(operation: string, x: Tensor, { axis = -1 }: AxisOption): [Tensor, Tensor] {
  const size = x.shape.at(axis);
  if (size === undefined || size % 2 !== 0)
    throw new ShapeError(
      operation,
      `splits axis ${axis} in halves, so it must exist and have an even size`,
      x.shape,
    );
  return split(x, 2, { axis: axis < 0 ? axis + x.rank : axis }) as [Tensor, Tensor];
}

/** The largest of each `pieces` neighbouring features in the last axis. Goodfellow et al., "Maxout networks", 2013. */
export function maxout(x: Tensor, options: { readonly pieces: number }): Tensor {
  const { pieces } = options;
  const features = x.shape.at(-1);
  if (features === undefined || !Number.isInteger(pieces) || pieces < 1 || features % pieces !== 0)
    throw new ShapeError(
      "maxout",
      `the last axis must divide into pieces of a whole size, got pieces: ${pieces}`,
      x.shape,
    );
  return max(reshape(x, [...x.shape.slice(0, -1), features / pieces, pieces]), { axis: -1 });
}
