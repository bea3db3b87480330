import { DataError, expandDims, linear as affine, mean, reshape, ShapeError, split } from "@piecewise/tensor";
import {
  scope,
  squeeze,
  transpose,
  zeros,
  type DrawOptions,
  type Parameter,
  type Tensor,
} from "@piecewise/tensor";
import { addedMask, attention, causalMask } from "./attention.ts";
import { dropout } from "./dropout.ts";
import { startingWith, xavierUniform } from "./initializers.ts";
import { layer, type Context, type Layer } from "./layer.ts";
import { linear } from "./linear.ts";
import { runStage } from "./run-stage.ts";
import { sizeAbove } from "./sizes.ts";

/** How an attention with several heads is made, with PyTorch's defaults. */
export interface MultiHeadAttentionOptions extends DrawOptions {
  /** Whether there are biases; there are unless this is false. */
  readonly bias?: boolean;
  /** The share of weights that is dropped in training; 0 unless given. */
  readonly dropout?: number;
  /** The features of keys and of values, where they are others than those of the queries. PyTorch's kdim and vdim. */
  readonly keyFeatures?: number;
  readonly valueFeatures?: number;
  /** Whether sequences are [batch, time, features] instead of [time, batch, features]. */
  readonly batchFirst?: boolean;
  /** Whether no place sees what comes after it. */
  readonly causal?: boolean;
}

/** What a call may not look at: of truth values, true hides; other numbers are added to the scores. A query that sees nothing gives NaN. All as in PyTorch. */
export interface Masks {
  /** [queries, keys], or one for each sequence and head: [batch · heads, queries, keys]. */
  readonly mask?: Tensor;
  /** Keys that only fill up their sequence: [batch, keys]. */
  readonly keyPaddingMask?: Tensor;
  /** Whether no place sees what comes after it; as the layer was made unless given. */
  readonly causal?: boolean;
}

/** An attention with several heads. Called with one tensor as a layer, it is an attention of a sequence to itself. */
export interface MultiHeadAttention<F extends number = number> extends Layer<F, F> {
  /**
   * What each query sees: the values, by how well their keys fit. Keys are the queries and values the keys unless given. The
   * weights are the mean over heads, [batch, queries, keys], or each head's, [batch, heads, queries, keys].
   */
  readonly attend: (
    query: Tensor,
    key?: Tensor,
    value?: Tensor,
    options?: Masks & Context & { readonly averageWeights?: boolean },
  ) => { readonly output: Tensor; readonly weights: Tensor };
}

/**
 * Attention with several heads, each of which looks at its own share of the features. Vaswani et al., "Attention is all you
 * need", 2017. Weights are named and packed as in PyTorch: `in_proj_weight` holds those of queries, keys and values below each
 * other. As a layer it is an attention of a sequence to itself, [time, batch, features].
 *
 * @example
 * const model = multiHeadAttention(8, 2, { batchFirst: true, causal: true });
 * model(zeros([3, 5, 8])).shape; // [3,5,8]
 * const { output, weights } = model.attend(zeros([3, 1, 8]), zeros([3, 5, 8]));
 * weights.shape; // [3,1,5]
 */
export function multiHeadAttention<const F extends number>(
  features: F,
  heads: number,
  options: MultiHeadAttentionOptions = {},
): MultiHeadAttention<F> {
  const { batchFirst = false, keyFeatures = features, valueFeatures = features } = options;
  const sizes = { features, heads, keyFeatures, valueFeatures };
  for (const [name, size] of Object.entries(sizes)) sizeAbove(kind, name, size, 0);
  if (features % heads !== 0) throw new DataError(kind, `${heads} heads must divide ${features} features`);
  const { own, project } = projection(sizes, options);
  const out_proj = linear(features, features, options);
  scope(() => out_proj.own["bias"]?.assign(zeros([features], options)));
  const drop = dropout(options.dropout ?? 0);

  const look = (sequences: Sequences, given: Masks & Context) => {
    const { mask, keyPaddingMask, causal = options.causal, ...context } = given;
    checkSequences(sequences, sizes, batchFirst);
    const [q, k, v] = project(sequences).map((x) => toHeads(x, heads, batchFirst));
    const masks = [
      ...(mask === undefined ? [] : [ofScores(mask, q, k)]),
      ...(keyPaddingMask === undefined ? [] : [ofKeys(keyPaddingMask, k)]),
      ...(causal === true ? [causalMask(q, k)] : []),
    ];
    const seen = attention(q, k, v, masks, { drop: (weights) => drop(weights, context) });
    const output = runStage("out_proj", out_proj, fromHeads(seen.output, batchFirst), context);
    return { output, weights: seen.weights };
  };
  const attend: MultiHeadAttention["attend"] = (query, key = query, value = key, given = {}) => {
    if (query.rank === 2) return alone(attend, batchFirst ? 0 : 1, [query, key, value], given);
    const { output, weights } = look([query, key, value], given);
    return { output, weights: given.averageWeights === false ? weights : mean(weights, { axis: 1 }) };
  };
  const run = (x: Tensor, context: Context) =>
    x.rank === 2 ? attend(x, x, x, context).output : look([x, x, x], context).output;
  return Object.assign(layer<F, F>({ kind, own, inside: { out_proj } }, run), { attend });
}

const kind = "multiHeadAttention";

/** Query, key and value. */
type Sequences = readonly [Tensor, Tensor, Tensor];
type Sizes = Readonly<Record<"features" | "heads" | "keyFeatures" | "valueFeatures", number>>;

/** The weights that make queries, keys and values: packed where all take the same features. */
function projection({ features, keyFeatures, valueFeatures }: Sizes, options: MultiHeadAttentionOptions) {
  const draw = (...shape: [number, number]) => startingWith(() => xavierUniform(shape, options));
  const weights: Readonly<Record<string, Parameter>> =
    keyFeatures === features && valueFeatures === features
      ? { in_proj_weight: draw(3 * features, features) }
      : {
          q_proj_weight: draw(features, features),
          k_proj_weight: draw(features, keyFeatures),
          v_proj_weight: draw(features, valueFeatures),
        };
  const bias = options.bias === false ? undefined : startingWith(() => zeros([3 * features], options));
  const project = (sequences: Sequences) => {
    const { in_proj_weight: packed } = weights;
    const matrices = packed === undefined ? Object.values(weights) : split(packed, 3);
    const biases = bias === undefined ? [] : split(bias, 3);
    return sequences.map((x, i) => affine(x, matrices[i], biases[i]));
  };
  return { own: { ...weights, ...(bias === undefined ? {} : { in_proj_bias: bias }) }, project };
}

/** [batch, heads, time, features of a head]. */
function toHeads(x: Tensor, heads: number, batchFirst: boolean): Tensor {
  const apart = reshape(x, [x.shape[0], x.shape[1], heads, -1]);
  return transpose(apart, batchFirst ? [0, 2, 1, 3] : [1, 2, 0, 3]);
}

function fromHeads(x: Tensor, batchFirst: boolean): Tensor {
  const apart = transpose(x, batchFirst ? [0, 2, 1, 3] : [2, 0, 1, 3]);
  return reshape(apart, [apart.shape[0], apart.shape[1], -1]);
}

function ofScores(mask: Tensor, q: Tensor, k: Tensor): Tensor {
  const [batch, heads, queries] = q.shape;
  const keys = k.shape[2];
  const sizes = mask.shape.slice(-2);
  const isEach = mask.rank === 3 && mask.shape[0] === batch * heads;
  if (sizes[0] !== queries || sizes[1] !== keys || (mask.rank !== 2 && !isEach))
    throw new ShapeError(
      kind,
      `mask needs the shape [${queries}, ${keys}] or [${batch * heads}, ${queries}, ${keys}]`,
      mask.shape,
    );
  return addedMask(kind, isEach ? reshape(mask, [batch, heads, queries, keys]) : mask, q);
}

function ofKeys(mask: Tensor, k: Tensor): Tensor {
  const [batch, , keys] = k.shape;
  if (mask.rank !== 2 || mask.shape[0] !== batch || mask.shape[1] !== keys)
    throw new ShapeError(kind, `keyPaddingMask needs the shape [${batch}, ${keys}]`, mask.shape);
  return addedMask(kind, reshape(mask, [batch, 1, 1, keys]), k);
}

function checkSequences(sequences: Sequences, sizes: Sizes, batchFirst: boolean): void {
  const [time, batch] = batchFirst ? [1, 0] : [0, 1];
  const axes = batchFirst ? "batch, time" : "time, batch";
  const expected = [sizes.features, sizes.keyFeatures, sizes.valueFeatures];
  sequences.forEach((x, i) => {
    if (x.rank !== 3 || x.shape[2] !== expected[i])
      throw new ShapeError(kind, `takes ${names[i]} [${axes}, ${expected[i]}]`, x.shape);
  });
  const [query, key, value] = sequences.map((x) => x.shape);
  if (query[batch] !== key[batch] || query[batch] !== value[batch] || key[time] !== value[time])
    throw new ShapeError(
      kind,
      "needs as many sequences of keys as of queries, and a value for each key",
      query,
      key,
    );
}

const names = ["queries", "keys", "values"];

/** Runs sequences without a batch axis as batches of one. */
function alone(
  attend: MultiHeadAttention["attend"],
  batch: number,
  sequences: Sequences,
  options: Parameters<MultiHeadAttention["attend"]>[3] & {},
) {
  const [query, key, value] = sequences.map((x) => expandDims(x, batch));
  const { keyPaddingMask } = options;
  const masks = keyPaddingMask === undefined ? {} : { keyPaddingMask: expandDims(keyPaddingMask, 0) };
  const { output, weights } = attend(query, key, value, { ...options, ...masks });
  return { output: squeeze(output, batch), weights: squeeze(weights, 0) };
}
