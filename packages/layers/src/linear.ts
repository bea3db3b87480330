import {
  linear as affine,
  ShapeError,
  type DrawOptions,
  type SlopeFromOutput,
  type Tensor,
} from "@piecewise/tensor";
import { defaultUniform, startingWith, type Initializer } from "./initializers.ts";
import { layer, type Layer } from "./layer.ts";
import { sizeAbove } from "./sizes.ts";

/** How a layer with a weight is made. */
export interface WeightOptions extends DrawOptions {
  /** Whether there is a bias; there is unless this is false. */
  readonly bias?: boolean;
  /** What the weight starts with; PyTorch's default unless given. */
  readonly initializer?: Initializer;
}

/**
 * A dense layer: x · weightᵀ + bias, [..., inputs] → [..., outputs]. The weight is [outputs, inputs], as in PyTorch.
 *
 * @example
 * linear(784, 128)(zeros([64, 784])).shape; // [64,128]
 */
export function linear<const In extends number, const Out extends number>(
  inputs: In,
  outputs: Out,
  options: WeightOptions = {},
): Layer<In, Out> {
  sizeAbove("linear", "inputs", inputs, 0);
  sizeAbove("linear", "outputs", outputs, 0);
  const { initializer = (shape) => defaultUniform(shape, inputs, options) } = options;
  const weight = startingWith(() => initializer([outputs, inputs], options));
  const bias =
    options.bias === false ? undefined : startingWith(() => defaultUniform([outputs], inputs, options));
  const forward = (x: Tensor, activation?: SlopeFromOutput) => {
    if (x.shape.at(-1) !== inputs) throw new ShapeError("linear", wrongSize(x, inputs), x.shape);
    return affine(x, weight, bias, { activation });
  };
  const own = bias === undefined ? { weight } : { weight, bias };
  return layer<In, Out>({ kind: "linear", own, activated: forward }, (x) => forward(x));
}

function wrongSize(x: Tensor, inputs: number): string {
  const remedy = x.rank > 2 && x.size === x.shape[0] * inputs ? "; put flatten() before it" : "";
  return `takes ${inputs} features in the last axis${remedy}`;
}
