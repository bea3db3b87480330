import type { Shape } from "@piecewise/spec";
import type { Tensor } from "./tensor.ts";

/** The shape with the last two axes exchanged. */
export type Transposed<S extends Shape> = S extends readonly [
  ...infer Batch extends Shape,
  infer M extends number,
  infer N extends number,
]
  ? readonly [...Batch, N, M]
  : Shape;

/** The shape of a matrix product, where the compiler knows both shapes as matrices. */
export type MatmulShape<A extends Shape, B extends Shape> = A extends readonly [
  infer M extends number,
  number,
]
  ? B extends readonly [number, infer N extends number]
    ? readonly [M, N]
    : Shape
  : Shape;

/**
 * Accepts the second operand of a matrix product, or turns the mistake into a sentence that the compiler prints:
 * `matmul: inner sizes 784 and 128 differ`.
 */
export type InnerSizesAgree<A extends Shape, B extends Shape> = A extends readonly [
  number,
  infer K extends number,
]
  ? B extends readonly [infer L extends number, number]
    ? SameSize<K, L> extends true
      ? unknown
      : Tensor & `matmul: inner sizes ${K} and ${L} differ`
    : unknown
  : unknown;

/** Whether two sizes can be equal; a size the compiler does not know can be any. */
export type SameSize<A extends number, B extends number> = number extends A
  ? true
  : number extends B
    ? true
    : A extends B
      ? true
      : false;
