import { ShapeError, sizeOf } from "@piecewise/spec";
import { run } from "../run.ts";
import { requireFloat, type Tensor } from "../tensor.ts";
import { add } from "./arithmetic.ts";
import { matmul } from "./matmul.ts";
import { sum } from "./reduce.ts";
import { reshape } from "./reshape.ts";

/**
 * x · weightᵀ + bias over the last axis: [..., inputs] → [..., outputs]. The weight is [outputs, inputs], as in PyTorch;
 * the bias [outputs] may be left out.
 *
 * @example
 * await linear(tensor([[1, 2]]), tensor([[3, 4]]), tensor([10])).array(); // [[21]]
 */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  requireFloat("linear", x.dtype);
  if (weight.rank !== 2 || x.rank < 1 || x.shape.at(-1) !== weight.shape[1])
    throw new ShapeError(
      "linear",
      "needs [..., inputs] and a weight [outputs, inputs]",
      x.shape,
      weight.shape,
    );
  if (bias === undefined) return matmul(x, weight, { transposeB: true });
  const [outputs, inputs] = weight.shape;
  if (bias.rank !== 1 || bias.size !== outputs)
    throw new ShapeError("linear", `the bias needs one number for each of ${outputs} outputs`, bias.shape);
  if (x.dtype !== weight.dtype || x.dtype !== bias.dtype)
    return add(matmul(x, weight, { transposeB: true }), bias);
  if (x.rank === 2) return affine(x, weight, bias);
  const rows = reshape(x, [sizeOf(x.shape.slice(0, -1)), inputs]);
  return reshape(affine(rows, weight, bias), [...x.shape.slice(0, -1), outputs]);
}

/** The product of rows, which starts from the bias. */
function affine(x: Tensor, weight: Tensor, bias: Tensor): Tensor {
  const [m, [n, k]] = [x.shape[0], weight.shape];
  return run({
    kernel: "matmul",
    name: "linear",
    inputs: [x, weight, bias],
    shape: [m, n],
    dtype: x.dtype,
    attributes: { batch: 1, m, k, n, transposeA: false, transposeB: true, shareA: false, shareB: false },
    grads: [
      (g) => matmul(g, weight, {}),
      (g) => matmul(g, x, { transposeA: true }),
      (g) => sum(g, { axis: 0 }),
    ],
  });
}
