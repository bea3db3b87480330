import { select } from "@piecewise/expressions";
import {
  add,
  DataError,
  div,
  elementwise,
  maximum,
  minimum,
  mul,
  norm,
  requireTensor,
  ShapeError,
  sub,
  sum,
  type Tensor,
} from "@piecewise/tensor";
import { above0, type MarginOption } from "./margins.ts";
import { reduceLosses } from "./reduction.ts";
import { sameShape } from "./regression.ts";

/** Along which axis vectors lie, and what keeps the division from 0. */
export interface CosineSimilarityOptions {
  /** 1 unless given, as in PyTorch. */
  readonly axis?: number;
  /** The least that a length counts as; 10⁻⁸ unless given. */
  readonly epsilon?: number;
}

/**
 * The cosine of the angle between vectors along an axis: 1 for one direction, 0 for a right angle, −1 for opposite ones.
 *
 * @example
 * await cosineSimilarity(tensor([[3, 4]]), tensor([[4, 3]])).array(); // [0.96]
 */
export function cosineSimilarity(
  first: Tensor,
  second: Tensor,
  { axis = 1, epsilon = 1e-8 }: CosineSimilarityOptions = {},
): Tensor {
  const length = (x: Tensor) => maximum(norm(x, { axis }), epsilon);
  return div(sum(mul(first, second), { axis }), mul(length(first), length(second)));
}

const embedded = elementwise("cosineEmbedding", (cosine, target, margin) =>
  select(target.equal(1), cosine.negate().plus(1), 0).plus(
    select(target.equal(-1), above0(cosine.minus(margin)), 0),
  ),
);

/**
 * 1 − cos of the angle between vectors that are alike (target 1), and max(0, cos − margin) where they are not (target −1);
 * `margin` is 0 unless given. Vectors are [batch, size], targets [batch].
 *
 * @example
 * const [first, second] = [tensor([[3, 4], [3, 4]]), tensor([[4, 3], [4, 3]])];
 * await cosineEmbedding(first, second, tensor([1, -1]), { reduction: "none" }).array(); // [0.04, 0.96]
 */
export function cosineEmbedding(
  first: Tensor,
  second: Tensor,
  target: Tensor,
  options: MarginOption = {},
): Tensor {
  const operation = "cosineEmbedding";
  sameShape(operation, first, second);
  const { shape } = requireTensor(operation, target);
  if (first.rank < 1 || String(shape) !== String(first.shape.slice(0, -1)))
    throw new ShapeError(
      operation,
      "targets must have the vectors' shape without the last axis",
      first.shape,
      shape,
    );
  // PyTorch adds a little to squared lengths here, where cosineSimilarity bounds the lengths.
  const squared = (x: Tensor) => add(sum(x.square(), { axis: -1 }), 1e-12);
  const cosine = div(sum(mul(first, second), { axis: -1 }), mul(squared(first), squared(second)).sqrt());
  return reduceLosses(operation, embedded(cosine, target, options.margin ?? 0), options);
}

/** How distances are measured, and how far apart they should be. */
export interface TripletMarginOptions extends MarginOption {
  /** The order of the norm; 2 unless given. */
  readonly power?: number;
  /** Added to each difference, so that a distance of 0 has a slope; 10⁻⁶ unless given. */
  readonly epsilon?: number;
  /** Takes the distance between positive and negative where it is the smaller one. Balntas et al., 2016. */
  readonly swap?: boolean;
}

const apart = elementwise("tripletMargin", (near, far, margin) => above0(margin.plus(near).minus(far)));

/**
 * max(0, margin + distance(anchor, positive) − distance(anchor, negative)) for vectors [batch, size]; `margin` is 1 unless
 * given. Schroff, Kalenichenko and Philbin, "FaceNet", 2015.
 *
 * @example
 * const [anchor, positive, negative] = [tensor([[0, 0]]), tensor([[3, 4]]), tensor([[0, 5.5]])];
 * await tripletMargin(anchor, positive, negative).item(); // 0.5
 */
export function tripletMargin(
  anchor: Tensor,
  positive: Tensor,
  negative: Tensor,
  options: TripletMarginOptions = {},
): Tensor {
  const operation = "tripletMargin";
  const { margin = 1, power = 2, epsilon = 1e-6, swap = false } = options;
  if (!(power > 0)) throw new DataError(operation, `power must be above 0, got ${power}`);
  sameShape(operation, anchor, positive);
  sameShape(operation, anchor, negative);
  const distance = (a: Tensor, b: Tensor) => norm(add(sub(a, b), epsilon), { axis: -1, order: power });
  const near = distance(anchor, positive);
  const far = distance(anchor, negative);
  const farther = swap ? minimum(far, distance(positive, negative)) : far;
  return reduceLosses(operation, apart(near, farther, margin), options);
}
