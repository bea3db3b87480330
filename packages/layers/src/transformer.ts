import { add, type DrawOptions, type Tensor } from "@piecewise/tensor";
import { dropout } from "./dropout.ts";
import { layer, type Context, type Layer } from "./layer.ts";
import { layerNorm } from "./layer-norm.ts";
import { linear } from "./linear.ts";
import { multiHeadAttention, type Masks } from "./multi-head-attention.ts";
import { nonlinearityNamed } from "./nonlinearity.ts";
import { inside as within, runStage } from "./run-stage.ts";
import { forwardThrough } from "./sequential.ts";

/** How a layer of a transformer's encoder is made, with PyTorch's defaults. */
export interface TransformerEncoderLayerOptions extends DrawOptions {
  /** The features between the two dense layers; 2048 unless given. PyTorch's `dim_feedforward`. */
  readonly feedForward?: number;
  /** The share of numbers that is dropped in training; 0.1 unless given. */
  readonly dropout?: number;
  /** What stands between the two dense layers; "relu" unless given. */
  readonly activation?: "relu" | "gelu" | ((x: Tensor) => Tensor);
  /** Added to the variance by both normalisations; 1e-5 unless given. */
  readonly epsilon?: number;
  /** Whether sequences are [batch, time, features] instead of [time, batch, features]. */
  readonly batchFirst?: boolean;
  /** Whether to normalise before attention and dense layers, and not after them. */
  readonly normFirst?: boolean;
  /** Whether no place sees what comes after it. */
  readonly causal?: boolean;
}

/** A layer of an encoder, or a stack of them. */
export interface TransformerEncoderLayer<F extends number = number> extends Layer<F, F> {
  /** As a call, with masks. */
  readonly run: (x: Tensor, options?: Masks & Context) => Tensor;
}

/**
 * Attention of a sequence to itself, then two dense layers, each with a residual connection and a normalisation. Vaswani et
 * al., "Attention is all you need", 2017; with `normFirst`, Xiong et al., "On layer normalization in the transformer
 * architecture", 2020.
 *
 * @example
 * const model = transformerEncoderLayer(8, 2, { batchFirst: true, activation: "gelu" });
 * model(zeros([3, 5, 8])).shape; // [3,5,8]
 * const isPadding = greaterEqual(arange(0, 5), broadcastTo(tensor([[5], [3], [4]]), [3, 5]));
 * model.run(zeros([3, 5, 8]), { keyPaddingMask: isPadding }).shape; // [3,5,8]
 */
export function transformerEncoderLayer<const F extends number>(
  features: F,
  heads: number,
  options: TransformerEncoderLayerOptions = {},
): TransformerEncoderLayer<F> {
  const { feedForward = 2048, activation = "relu", dropout: rate = 0.1, normFirst = false } = options;
  const act =
    typeof activation === "string"
      ? nonlinearityNamed("transformerEncoderLayer", "activation", activation, ["relu", "gelu"])
      : activation;
  const inside = {
    self_attn: multiHeadAttention(features, heads, { ...options, dropout: rate }),
    linear1: linear(features, feedForward, options),
    linear2: linear(feedForward, features, options),
    norm1: layerNorm(features, options),
    norm2: layerNorm(features, options),
  };
  const { self_attn, linear1, linear2 } = inside;
  const drop = dropout(rate);
  const dense = forwardThrough({ linear1, activation: act, dropout: drop, linear2, dropout2: drop });
  const run = (x: Tensor, given: Masks & Context = {}) => {
    const attend = (y: Tensor) => {
      const { output } = self_attn.attend(y, y, y, { ...within("self_attn", given), averageWeights: false });
      given.observe?.("self_attn", self_attn, y, output);
      return drop(output, given);
    };
    const normalized = (name: "norm1" | "norm2", y: Tensor) => runStage(name, inside[name], y, given);
    if (normFirst) {
      const y = add(x, attend(normalized("norm1", x)));
      return add(y, dense(normalized("norm2", y), given));
    }
    const y = normalized("norm1", add(x, attend(x)));
    return normalized("norm2", add(y, dense(y, given)));
  };
  return Object.assign(layer<F, F>({ kind: "transformerEncoderLayer", inside }, run), { run });
}

/**
 * Layers of an encoder one after the other, with a normalisation behind the last where one is given. Names are PyTorch's:
 * `layers.0.self_attn.in_proj_weight`, `norm.weight` …
 *
 * @example
 * const make = () => transformerEncoderLayer(8, 2, { feedForward: 16, normFirst: true });
 * const model = transformerEncoder([make(), make()], layerNorm(8));
 * model(zeros([5, 3, 8])).shape; // [5,3,8]
 */
export function transformerEncoder<F extends number>(
  layers: readonly TransformerEncoderLayer<F>[],
  norm?: Layer<F, F>,
): TransformerEncoderLayer<F> {
  const through = (x: Tensor, given: Masks & Context) =>
    layers.reduce((y, one, i) => one.run(y, within(String(i), given)), x);
  const stack = layer({ kind: "layers", inside: Object.fromEntries(layers.entries()) }, through);
  const inside = { layers: stack, ...(norm === undefined ? {} : { norm }) };
  const run = (x: Tensor, given: Masks & Context = {}) => {
    const y = through(x, within("layers", given));
    return norm === undefined ? y : runStage("norm", norm, y, given);
  };
  return Object.assign(layer<F, F>({ kind: "transformerEncoder", inside }, run), { run });
}
