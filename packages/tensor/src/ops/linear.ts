import { ShapeError, sizeOf } from "@piecewise/spec";
import { lastStep, type LastStep, type SlopeFromOutput } from "../elementwise.ts";
import { run } from "../run.ts";
import { requireFloat, requireTensor, type Tensor } from "../tensor.ts";
import { add } from "./arithmetic.ts";
import { matmul } from "./matmul.ts";
import { sum } from "./reduce.ts";
import { reshape } from "./reshape.ts";

/** What else happens in the same kernel. */
export interface LinearOptions {
  /** An activation that each output goes through; only its result is kept in memory. */
  readonly activation?: SlopeFromOutput | undefined;
}

/**
 * x · weightᵀ + bias over the last axis: [..., inputs] → [..., outputs]. The weight is [outputs, inputs], as in PyTorch;
 * the bias [outputs] may be left out.
 *
 * @example
 * await linear(tensor([[1, 2]]), tensor([[3, 4]]), tensor([10])).array(); // [[21]]
 */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor, options: LinearOptions = {}): Tensor {
  requireFloat("linear", requireTensor("linear", x).dtype);
  if (weight.rank !== 2 || x.rank < 1 || x.shape.at(-1) !== weight.shape[1])
    throw new ShapeError(
      "linear",
      "needs [..., inputs] and a weight [outputs, inputs]",
      x.shape,
      weight.shape,
    );
  const { activation } = options;
  const [outputs, inputs] = weight.shape;
  if (bias !== undefined && (bias.rank !== 1 || bias.size !== outputs))
    throw new ShapeError("linear", `the bias needs one number for each of ${outputs} outputs`, bias.shape);
  if (x.dtype !== weight.dtype || (bias !== undefined && x.dtype !== bias.dtype)) {
    const product = matmul(x, weight, { transposeB: true });
    const sum = bias === undefined ? product : add(product, bias);
    return activation === undefined ? sum : activation(sum);
  }
  const last = activation === undefined ? undefined : lastStep("linear", activation, x.dtype);
  const rows = x.rank === 2 ? x : reshape(x, [sizeOf(x.shape.slice(0, -1)), inputs]);
  const z = affine(rows, bias === undefined ? [weight] : [weight, bias], last);
  const y = last === undefined ? z : last.after(z);
  return x.rank === 2 ? y : reshape(y, [...x.shape.slice(0, -1), outputs]);
}

/** The product of rows, which starts from the bias. */
function affine(x: Tensor, [weight, ...bias]: readonly Tensor[], last: LastStep | undefined): Tensor {
  const [m, [n, k]] = [x.shape[0], weight.shape];
  const sizes = { batch: 1, m, k, n, transposeA: false, transposeB: true, shareA: false, shareB: false };
  return run({
    kernel: "matmul",
    name: "linear",
    inputs: [x, weight, ...bias],
    shape: [m, n],
    dtype: x.dtype,
    attributes: last === undefined ? sizes : { ...sizes, activation: last.activation },
    grads: [
      (g) => matmul(g, weight, {}),
      (g) => matmul(g, x, { transposeA: true }),
      (g) => sum(g, { axis: 0 }),
    ],
  });
}
