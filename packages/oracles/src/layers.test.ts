import { gelu, logSoftmax, relu, tanh } from "@piecewise/activations";
import * as L from "@piecewise/layers";
import { mean, type Pair, type Parameter, type Tensor } from "@piecewise/tensor";
import { describeOracle, numberIn } from "./describe.ts";
import type { FloatType } from "./judgement.ts";
import type { OracleCase } from "./read.ts";
import type { Named, Operator } from "./run-case.ts";

type Params = OracleCase["params"];
type Options = { readonly dtype: FloatType };
type Make = (params: Params, options: Options) => L.Layer;

/** Gives our layer the case's numbers and runs it: on x or indices, or on x0, x1 and x2 one after the other. */
const run =
  (make: Make, preset: L.Context = {}): Operator =>
  (inputs, params, dtype) => {
    const images = Object.entries(inputs).filter(([name]) => /^(x\d?|idx)$/.test(name));
    const model = make(params, { dtype });
    const context = { training: params["training"] === true, ...preset };
    const own = assignAll(model, inputs);
    const outputs = images.map(([name, x]) => [name.replace(/idx|x/, "y"), model(x, context)] as const);
    return { outputs: { ...own, ...Object.fromEntries(outputs) }, leaves: own };
  };

/** Assigns each parameter and running statistic; gives them by the names they have in the fixture. */
function assignAll(model: L.Layer, values: Named): Record<string, Parameter> {
  const named = [...L.namedParameters(model)].map(
    ([name, p]) => [`${p.trainable ? "param" : "buffer"}.${name}`, p] as const,
  );
  for (const [name, p] of named) {
    if (name.endsWith("num_batches_tracked")) continue; // The fixtures leave it out.
    if (values[name] === undefined) throw new Error(`the fixture has no ${name}`);
    p.assign(values[name]);
  }
  return Object.fromEntries(named);
}

const size = (params: Params, name: string) => numberIn(params, name, NaN);
const bias = (params: Params) => ({ bias: params["bias"] === true });

const conv2d: Make = (params, options) =>
  L.conv2d(size(params, "in_channels"), size(params, "out_channels"), {
    ...options,
    ...bias(params),
    kernelSize: params["kernel_size"] as Pair,
    stride: params["stride"] as Pair,
    padding: params["padding"] as Pair | "same",
    dilation: params["dilation"] as Pair,
    groups: size(params, "groups"),
  });

/** Runs a recurrent layer from the case's first states, where it has them. */
const runRecurrent =
  (
    make: (
      inputs: number,
      hidden: number,
      options: L.RnnOptions,
    ) => L.Recurrent<number, number> | L.Recurrent<number, number, "cell">,
  ): Operator =>
  (inputs, params, dtype) => {
    const model = make(size(params, "input_size"), size(params, "hidden_size"), {
      dtype,
      layers: size(params, "num_layers"),
      bias: params["bias"] !== false,
      batchFirst: params["batch_first"] === true,
      bidirectional: params["bidirectional"] === true,
      nonlinearity: params["nonlinearity"] === "relu" ? "relu" : "tanh",
    });
    const own = assignAll(model, inputs);
    const { x, h0, c0 } = inputs;
    const {
      output,
      hidden,
      cell,
    }: { readonly [Name in "output" | "hidden"]: Tensor } & {
      readonly cell?: Tensor;
    } = model.run(x, h0 === undefined ? undefined : { hidden: h0, cell: c0 });
    const states = { h: hidden, ...(cell === undefined ? {} : { c: cell }) };
    return { outputs: { ...own, ...states, y: output }, leaves: own };
  };

const gruCell: Operator = (inputs, params, dtype) => {
  const cell = L.gruCell(size(params, "input_size"), size(params, "hidden_size"), { dtype });
  const leaves = assignAll(cell, inputs);
  return { outputs: { y: cell.step(inputs["x"], { hidden: inputs["h"] }).hidden }, leaves };
};

const multiHeadAttention: Operator = (inputs, params, dtype) => {
  const model = L.multiHeadAttention(size(params, "embed_dim"), size(params, "num_heads"), {
    dtype,
    batchFirst: params["batch_first"] === true,
  });
  const leaves = assignAll(model, inputs);
  const { x, mask, kpm } = inputs;
  const { output, weights } = model.attend(x, x, x, {
    ...(mask === undefined ? {} : { mask }),
    ...(kpm === undefined ? {} : { keyPaddingMask: kpm }),
  });
  return { outputs: { y: output, attn: weights }, leaves };
};

const transformerEncoderLayer: Operator = (inputs, params, dtype) => {
  const model = L.transformerEncoderLayer(size(params, "d_model"), size(params, "nhead"), {
    dtype,
    feedForward: size(params, "dim_feedforward"),
    dropout: size(params, "dropout"),
    activation: params["activation"] as "gelu",
    batchFirst: params["batch_first"] === true,
    normFirst: params["norm_first"] === true,
  });
  const leaves = assignAll(model, inputs);
  return { outputs: { y: model.run(inputs["x"], { mask: inputs["mask"] }) }, leaves };
};

const channelNorm = (params: Params) => ({
  epsilon: size(params, "eps"),
  ...(params["momentum"] === undefined
    ? {}
    : { momentum: (params["momentum"] ?? "cumulative") as L.Momentum }),
  affine: params["affine"] === true,
  trackRunningStatistics: params["track_running_stats"] === true,
});

const windowOf = (params: Params) => ({
  ...(params["stride"] === undefined ? {} : { stride: params["stride"] as Pair }),
  padding: numberIn(params, "padding", 0),
  ceilMode: params["ceil_mode"] === true,
});

const maxPool2d: Make = (params) =>
  L.maxPool2d(params["kernel_size"] as Pair, {
    ...windowOf(params),
    dilation: numberIn(params, "dilation", 1),
  });

const avgPool2d: Make = (params) =>
  L.avgPool2d(params["kernel_size"] as Pair, {
    ...windowOf(params),
    countPadding: params["count_include_pad"] !== false,
  });

const composite: Make = (params, options) =>
  String(params["layers"]).startsWith("Conv2d") ? cnn(options) : mlp(options);

const mlp = (options: Options) =>
  L.sequential(
    L.linear(6, 8, options),
    tanh,
    L.linear(8, 8, options),
    gelu,
    L.layerNorm(8, options),
    L.linear(8, 2, options),
  );

const cnn = (options: Options) =>
  L.sequential(
    L.conv2d(1, 4, { ...options, kernelSize: 3, padding: 1 }),
    L.batchNorm2d(4, options),
    relu,
    L.maxPool2d(2),
    L.conv2d(4, 6, { ...options, kernelSize: 3 }),
    relu,
    (x: Tensor) => mean(x, { axis: [2, 3], keepDims: true }),
    L.flatten(),
    L.linear(6, 3, options),
    (x: Tensor) => logSoftmax(x, { axis: 1 }),
  );

const later = "a later piece of work";

await describeOracle({
  suite: "layers",
  operators: {
    linear: run((p, options) => L.linear(size(p, "in"), size(p, "out"), { ...options, ...bias(p) })),
    conv2d: run(conv2d),
    max_pool2d: run(maxPool2d),
    avg_pool2d: run(avgPool2d),
    batch_norm1d: run((p, options) => L.batchNorm1d(4, { ...options, ...channelNorm(p) })),
    batch_norm2d: run((p, options) => L.batchNorm2d(3, { ...options, ...channelNorm(p) })),
    instance_norm2d: run((p, options) => L.instanceNorm2d(3, { ...options, ...channelNorm(p) })),
    layer_norm: run((p, options) =>
      L.layerNorm(size(p, "normalized_shape"), { ...options, epsilon: size(p, "eps") }),
    ),
    group_norm: run((p, options) =>
      L.groupNorm(size(p, "num_groups"), size(p, "num_channels"), { ...options, epsilon: size(p, "eps") }),
    ),
    embedding: run((p, options) => L.embedding(size(p, "num"), size(p, "dim"), options)),
    embedding_bag: run((p, options) =>
      L.embeddingBag(size(p, "num"), size(p, "dim"), { ...options, mode: p["mode"] as "mean" }),
    ),
    rnn: runRecurrent(L.rnn),
    lstm: runRecurrent(L.lstm),
    gru: runRecurrent(L.gru),
    gru_cell: gruCell,
    multihead_attention: multiHeadAttention,
    scaled_dot_product_attention: ({ q, k, v }) => L.scaledDotProductAttention(q, k, v),
    transformer_encoder_layer: transformerEncoderLayer,
    flatten: run(() => L.flatten()),
    dropout: run((p) => L.dropout(size(p, "p"))),
    composite: run(composite, { training: true }),
  },
  absent: {
    "conv2d/same_even_k": "an even kernel needs more padding on one side; ours refuses it",
    "conv2d/replicate": "we pad with zeros only",
    "conv2d/unbatched": "our images always have a batch axis",
    "max_pool2d/indices": "we do not give the places of the largest values away",
    bilinear: later,
    conv1d: later,
    conv3d: later,
    conv_transpose1d: later,
    conv_transpose2d: later,
    adaptive_avg_pool1d: later,
    adaptive_avg_pool2d: later,
    upsample: later,
    pixel_shuffle: later,
    unfold: later,
    fold: later,
    local_response_norm: later,
  },
});
