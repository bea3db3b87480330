import {
  arange,
  DataError,
  embedding as lookUp,
  equal,
  expandDims,
  max,
  mean,
  normal,
  ShapeError,
  stopGradient,
  sum,
  where,
  type DrawOptions,
  type Tensor,
} from "@piecewise/tensor";
import { startingWith, type Initializer } from "./initializers.ts";
import { layer, type Layer } from "./layer.ts";
import { sizeAbove } from "./sizes.ts";

/** How a table of rows is made. */
export interface EmbeddingOptions extends DrawOptions {
  /** The row that stands for "nothing here": it starts as zeros and gets no gradient. Negative numbers count from the end. */
  readonly paddingIndex?: number;
  /** What the table starts with; normally distributed numbers of deviation 1 unless given, as in PyTorch. */
  readonly initializer?: Initializer;
}

/**
 * A table with a row of `features` numbers for each of `count` things, such as words: indices (int32) of any shape give
 * [..., features].
 *
 * @example
 * embedding(1000, 16)(zeros([2, 5], { dtype: "int32" })).shape; // [2,5,16]
 */
export function embedding<const F extends number>(
  count: number,
  features: F,
  options: EmbeddingOptions = {},
): Layer<number, F> {
  const [draw, padding] = [table("embedding", count, features, options), rowOf(count, options.paddingIndex)];
  if (padding === undefined) {
    const weight = startingWith(draw);
    return layer<number, F>({ kind: "embedding", own: { weight } }, (indices) => lookUp(weight, indices));
  }
  const isPadding = (indices: Tensor) => expandDims(equal(indices, padding), -1);
  const weight = startingWith(() => where(isPadding(arange(0, count)), 0, draw()));
  return layer<number, F>({ kind: "embedding", own: { weight } }, (indices) => {
    const rows = lookUp(weight, indices);
    return where(isPadding(indices), stopGradient(rows), rows);
  });
}

/** How the rows of a bag become one. */
export interface EmbeddingBagOptions extends DrawOptions {
  /** "mean" unless given. */
  readonly mode?: "sum" | "mean" | "max";
  readonly initializer?: Initializer;
}

const combine = { sum, mean, max };

/**
 * The mean (or sum, or maximum) of the rows that a bag of indices names: [batch, bag] of int32 gives [batch, features].
 *
 * @example
 * embeddingBag(1000, 16)(zeros([2, 5], { dtype: "int32" })).shape; // [2,16]
 */
export function embeddingBag<const F extends number>(
  count: number,
  features: F,
  options: EmbeddingBagOptions = {},
): Layer<number, F> {
  const { mode = "mean" } = options;
  if (!Object.hasOwn(combine, mode))
    throw new DataError("embeddingBag", `mode must be "sum", "mean" or "max", got ${String(mode)}`);
  const weight = startingWith(table("embeddingBag", count, features, options));
  return layer<number, F>({ kind: "embeddingBag", own: { weight } }, (bags) => {
    if (bags.rank !== 2) throw new ShapeError("embeddingBag", "takes indices [batch, bag]", bags.shape);
    return combine[mode](lookUp(weight, bags), { axis: 1 });
  });
}

/** Checks the sizes of a table; gives what draws its first values. */
function table(kind: string, count: number, features: number, options: EmbeddingBagOptions): () => Tensor {
  sizeAbove(kind, "count", count, 0);
  sizeAbove(kind, "features", features, 0);
  const { initializer = normal } = options;
  return () => initializer([count, features], options);
}

function rowOf(count: number, index: number | undefined): number | undefined {
  if (index === undefined) return undefined;
  if (Number.isInteger(index) && index >= -count && index < count) return (index + count) % count;
  throw new DataError("embedding", `paddingIndex must name one of ${count} rows, got ${index}`);
}
