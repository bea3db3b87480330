import { select, type Expression } from "@piecewise/expressions";
import { elementwise, mean, type Tensor } from "@piecewise/tensor";
import { weigh, type WeightOption } from "./binary-cross-entropy.ts";
import { reduceLosses, type ReductionOption } from "./reduction.ts";
import { sameShape } from "./regression.ts";

/** How far on its side a value must lie to cost nothing. */
export interface MarginOption extends ReductionOption {
  readonly margin?: number;
}

/** What of a value lies above 0; at 0 the slope is 1, as PyTorch has it for margins. */
export function above0(x: Expression): Expression {
  return select(x.less(0), 0, x);
}

const hinged = elementwise("hinge", (x, target, margin) =>
  select(target.notEqual(1), above0(margin.minus(x)), 0).plus(select(target.notEqual(-1), x, 0)),
);

/**
 * For distances of pairs: x where the target is 1 (alike), and max(0, margin − x) where it is −1 (not alike); `margin` is 1
 * unless given. PyTorch's `hinge_embedding_loss`.
 *
 * @example
 * await hinge(tensor([0.2, 0.2]), tensor([1, -1]), { reduction: "none" }).array(); // [0.2, 0.8]
 */
export function hinge(distances: Tensor, target: Tensor, options: MarginOption = {}): Tensor {
  sameShape("hinge", distances, target);
  return reduceLosses("hinge", hinged(distances, target, options.margin ?? 1), options);
}

const soft = elementwise("softMargin", (x, target) => target.times(x).negate().softplus());

/**
 * log(1 + exp(−target · x)) for targets 1 and −1, without overflow.
 *
 * @example
 * await softMargin(tensor([0, 1000]), tensor([1, -1]), { reduction: "none" }).array(); // [0.693147, 1000]
 */
export function softMargin(x: Tensor, target: Tensor, options: ReductionOption = {}): Tensor {
  sameShape("softMargin", x, target);
  return reduceLosses("softMargin", soft(x, target), options);
}

const ranked = elementwise("marginRanking", (difference, target, margin) =>
  above0(margin.minus(target.times(difference))),
);

/**
 * max(0, margin − target · (first − second)): the first should be larger where the target is 1, smaller where it is −1;
 * `margin` is 0 unless given.
 *
 * @example
 * const [first, second] = [tensor([3, 3]), tensor([1, 1])];
 * await marginRanking(first, second, tensor([1, -1]), { reduction: "none" }).array(); // [0, 2]
 */
export function marginRanking(
  first: Tensor,
  second: Tensor,
  target: Tensor,
  options: MarginOption = {},
): Tensor {
  sameShape("marginRanking", first, second);
  sameShape("marginRanking", first, target);
  return reduceLosses("marginRanking", ranked(first.sub(second), target, options.margin ?? 0), options);
}

const eachLabel = elementwise("multilabelSoftMargin", (x, target) =>
  target.times(x.negate().softplus()).plus(target.negate().plus(1).times(x.softplus())),
);

/**
 * The binary cross-entropy of several labels, averaged over the last axis: logits and targets (0 or 1) are [batch, classes].
 *
 * @example
 * await multilabelSoftMargin(tensor([[0, 100]]), tensor([[1, 1]])).item(); // 0.346574
 */
export function multilabelSoftMargin(logits: Tensor, target: Tensor, options: WeightOption = {}): Tensor {
  const operation = "multilabelSoftMargin";
  sameShape(operation, logits, target);
  const losses = weigh(operation, eachLabel(logits, target), options.weight, logits);
  return reduceLosses(operation, mean(losses, { axis: -1 }), options);
}
