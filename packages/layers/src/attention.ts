import {
  add,
  arange,
  cast,
  DTypeError,
  expandDims,
  greater,
  logicalNot,
  matmul,
  mul,
} from "@piecewise/tensor";
import { ShapeError, softmax, where, type Random, type Tensor } from "@piecewise/tensor";
import { dropout } from "./dropout.ts";

/** What an attention may look at, and how. */
export interface AttentionOptions {
  /**
   * Broadcast to [..., queries, keys]. Of truth values, true means that the query sees the key, as in PyTorch's function of
   * this name (its layer `multiHeadAttention` has it the other way round); other numbers are added to the scores.
   */
  readonly mask?: Tensor;
  /** No query sees a key that comes after it. */
  readonly causal?: boolean;
  /** The share of weights that is dropped; 0 unless given. */
  readonly dropout?: number;
  readonly random?: Random;
  /** What the scores are multiplied with; 1 / √features unless given. */
  readonly scale?: number;
}

/**
 * softmax(q · kᵀ / √features) · v: of each query a mean of the values, by how well their keys fit. q is
 * [..., queries, features], k [..., keys, features] and v [..., keys, any]. Vaswani et al., "Attention is all you need", 2017.
 * A query that sees no key gives NaN, as in PyTorch.
 *
 * @example
 * const [q, k, v] = [tensor([[1, 0]]), tensor([[9, 0], [0, 0]]), tensor([[5], [7]])];
 * await scaledDotProductAttention(q, k, v).array(); // [[5.00344]]
 */
export function scaledDotProductAttention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  options: AttentionOptions = {},
): Tensor {
  const { mask, causal = false, scale } = options;
  checkShapes(q, k, v);
  const hidden = mask?.dtype === "bool" ? logicalNot(mask) : mask;
  const masks = [
    ...(hidden === undefined ? [] : [addedMask("scaledDotProductAttention", hidden, q)]),
    ...(causal ? [causalMask(q, k)] : []),
  ];
  const drop = dropout(options.dropout ?? 0);
  return attention(q, k, v, masks, {
    ...(scale === undefined ? {} : { scale }),
    drop: (weights) => drop(weights, { ...options, training: true }),
  }).output;
}

/** The same with masks that are added, and with the weights. */
export function attention(
  q: Tensor,
  k: Tensor,
  v: Tensor,
  masks: readonly Tensor[],
  { scale = 1 / Math.sqrt(q.shape[q.rank - 1]), drop }: { scale?: number; drop: (weights: Tensor) => Tensor },
): { readonly output: Tensor; readonly weights: Tensor } {
  const scores = matmul(mul(q, scale), k, { transposeB: true });
  const [first, ...others] = masks;
  const masked =
    first === undefined
      ? scores
      : add(
          scores,
          others.reduce((sum, mask) => add(sum, mask), first),
        );
  const weights = drop(softmax(masked));
  return { output: matmul(weights, v, {}), weights };
}

/** A mask as numbers to add: of truth values, true hides a key. */
export function addedMask(operation: string, mask: Tensor, { dtype }: Tensor): Tensor {
  if (mask.dtype === "int32")
    throw new DTypeError(
      operation,
      "a mask must be bool or floating; cast it to bool with notEqual(mask, 0)",
    );
  return cast(mask.dtype === "bool" ? where(mask, -Infinity, 0) : mask, dtype);
}

/** −∞ where a key comes after the query, 0 elsewhere. */
export function causalMask(q: Tensor, k: Tensor): Tensor {
  const [queries, keys] = [q, k].map((x) => arange(0, x.shape[x.rank - 2]));
  return addedMask("causal", greater(keys, expandDims(queries, 1)), q);
}

function checkShapes(q: Tensor, k: Tensor, v: Tensor): void {
  const name = "scaledDotProductAttention";
  for (const x of [q, k, v])
    if (x.rank < 2) throw new ShapeError(name, "needs tensors [..., places, features]", x.shape);
  if (q.shape.at(-1) !== k.shape.at(-1))
    throw new ShapeError(name, "queries and keys need as many features as each other", q.shape, k.shape);
  if (k.shape.at(-2) !== v.shape.at(-2))
    throw new ShapeError(name, "there must be as many keys as values", k.shape, v.shape);
}
