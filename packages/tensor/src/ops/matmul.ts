import { ShapeError, sizeOf, type DType, type Shape } from "@piecewise/spec";
import { broadcastShapes, sameShape } from "../broadcast.ts";
import { widestDType } from "../promotion.ts";
import { run } from "../run.ts";
import type { InnerSizesAgree, MatmulShape } from "../shapes.ts";
import { requireFloat, type Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { cast } from "./cast.ts";
import { sum } from "./reduce.ts";
import { reshape } from "./reshape.ts";
import { broadcastTo } from "./views.ts";

/** Which operands are stored with their last two axes exchanged; nothing is copied for it. */
export interface MatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/**
 * The matrix product of the last two axes: [..., m, k] · [..., k, n] → [..., m, n]. Axes before them are batches and
 * broadcast. An operand with one axis is a row on the left and a column on the right.
 *
 * @example
 * await matmul(tensor([[1, 2], [3, 4]]), tensor([[1], [10]])).array(); // [[21],[43]]
 */
export function matmul<A extends Shape, B extends Shape>(
  a: Tensor<A>,
  b: Tensor<B> & InnerSizesAgree<A, B>,
): Tensor<MatmulShape<A, B>>;
export function matmul(a: Tensor, b: Tensor, options: MatmulOptions): Tensor;
export function matmul(
  a: Tensor,
  b: Tensor,
  { transposeA = false, transposeB = false }: MatmulOptions = {},
): Tensor {
  if (a.rank < 2 || b.rank < 2) return withVectors(a, b, transposeA, transposeB);
  if (a.rank > 2 && b.rank === 2 && !transposeA) return foldBatch(a, b, transposeB);
  const { m, k, n } = innerSizes(a.shape, b.shape, transposeA, transposeB);
  const { left, right, batch, dtype } = operands(a, b);
  return run({
    kernel: "matmul",
    inputs: [left, right],
    shape: [...batch, m, n],
    dtype,
    attributes: { m, k, n, transposeA, transposeB, ...batches(left, right, batch) },
    grads: [
      (g) =>
        transposeA
          ? matmul(right, g, { transposeA: transposeB, transposeB: true })
          : matmul(g, right, { transposeB: !transposeB }),
      (g) =>
        transposeB
          ? matmul(g, left, { transposeA: true, transposeB: transposeA })
          : matmul(left, g, { transposeA: !transposeA }),
    ],
  });
}

/** Both operands as the kernel takes them: of one dtype, and with as many matrices as the other, or one. */
function operands(a: Tensor, b: Tensor) {
  if (a.rank === 2 && b.rank === 2 && a.dtype === b.dtype) {
    requireFloat("matmul", a.dtype);
    return { left: a, right: b, batch: [], dtype: a.dtype };
  }
  const batch = broadcastShapes("matmul", [a.shape.slice(0, -2), b.shape.slice(0, -2)]);
  const dtype = widestDType([a.dtype, b.dtype]);
  return { left: prepare(a, batch, dtype), right: prepare(b, batch, dtype), batch, dtype };
}

function innerSizes(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean) {
  const [rows, columns] = [a.at(-2)!, a.at(-1)!];
  const [m, k] = transposeA ? [columns, rows] : [rows, columns];
  const [l, n] = transposeB ? [b.at(-1)!, b.at(-2)!] : [b.at(-2)!, b.at(-1)!];
  if (k !== l) throw new ShapeError("matmul", `inner sizes ${k} and ${l} differ`, a, b);
  return { m, k, n };
}

/** One matrix may serve a whole batch; anything between one and all is repeated in memory first. */
function prepare(x: Tensor, batch: Shape, dtype: DType): Tensor {
  requireFloat("matmul", x.dtype);
  const own = x.shape.slice(0, -2);
  const repeated =
    sizeOf(own) === 1 || sameShape(own, batch) ? x : broadcastTo(x, [...batch, ...x.shape.slice(-2)]);
  return repeated.dtype === dtype ? repeated : cast(repeated, dtype);
}

function batches(left: Tensor, right: Tensor, batch: Shape) {
  const products = sizeOf(batch);
  const isShared = (x: Tensor) => products > 1 && sizeOf(x.shape.slice(0, -2)) === 1;
  return { batch: products, shareA: isShared(left), shareB: isShared(right) };
}

/** A batch of matrices times one matrix is one taller matrix times it. */
function foldBatch(a: Tensor, b: Tensor, transposeB: boolean): Tensor {
  const { m, k, n } = innerSizes(a.shape, b.shape, false, transposeB);
  const rows = sizeOf(a.shape.slice(0, -2)) * m;
  return reshape(matmul(reshape(a, [rows, k]), b, { transposeB }), [...a.shape.slice(0, -1), n]);
}

function withVectors(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  if (a.rank === 0 || b.rank === 0)
    throw new ShapeError("matmul", "a single number has no rows; use mul", a.shape, b.shape);
  const left = a.rank === 1 ? reshape(a, [1, a.size]) : a;
  const right = b.rank === 1 ? reshape(b, [b.size, 1]) : b;
  const product: Tensor = matmul(left, right, {
    transposeA: transposeA && a.rank > 1,
    transposeB: transposeB && b.rank > 1,
  });
  const shape = product.shape.filter(
    (_, axis) => !(axis === product.rank - 2 && a.rank === 1) && !(axis === product.rank - 1 && b.rank === 1),
  );
  return reshape(product, shape);
}

/** The scalar product of two vectors. */
export function dot(a: Tensor, b: Tensor): Tensor<readonly []> {
  if (a.rank !== 1 || b.rank !== 1)
    throw new ShapeError("dot", "needs two tensors with one axis each", a.shape, b.shape);
  if (a.size !== b.size)
    throw new ShapeError("dot", `sizes ${a.size} and ${b.size} differ`, a.shape, b.shape);
  return sum(mul(a, b));
}

/** Every number of one vector times every number of another: [m], [n] → [m, n]. */
export function outer(a: Tensor, b: Tensor): Tensor {
  if (a.rank !== 1 || b.rank !== 1)
    throw new ShapeError("outer", "needs two tensors with one axis each", a.shape, b.shape);
  return mul(reshape(a, [a.size, 1]), b);
}
