import { gelu, logSoftmax, relu, tanh } from "@piecewise/activations";
import * as L from "@piecewise/layers";
import type { Tensor } from "@piecewise/tensor";
import { describeOracle } from "./describe.ts";
import * as images from "./layers/images.rows.test.ts";
import { run, size, type Make, type Options, type Params } from "./layers/run-layer.rows.test.ts";
import * as sequences from "./layers/sequences.rows.test.ts";

const channelNorm = (params: Params) => ({
  epsilon: size(params, "eps"),
  ...(params["momentum"] === undefined
    ? {}
    : { momentum: (params["momentum"] ?? "cumulative") as L.Momentum }),
  affine: params["affine"] === true,
  trackRunningStatistics: params["track_running_stats"] === true,
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
    L.adaptiveAvgPool2d(1),
    L.flatten(),
    L.linear(6, 3, options),
    (x: Tensor) => logSoftmax(x, { axis: 1 }),
  );

await describeOracle({
  suite: "layers",
  operators: {
    linear: run((p, options) =>
      L.linear(size(p, "in"), size(p, "out"), { ...options, bias: p["bias"] === true }),
    ),
    bilinear: images.bilinear,
    conv1d: run(images.conv1d),
    conv2d: run(images.conv2d),
    conv3d: images.conv3d,
    conv_transpose1d: run(images.convTranspose1d),
    conv_transpose2d: run(images.convTranspose2d),
    max_pool2d: images.maxPool2d,
    avg_pool2d: run(images.avgPool2d),
    adaptive_avg_pool1d: run((p) => L.adaptiveAvgPool1d(size(p, "output_size"))),
    adaptive_avg_pool2d: run((p) => L.adaptiveAvgPool2d(p["output_size"] as number)),
    upsample: run(images.upsample),
    pixel_shuffle: run((p) => L.pixelShuffle(size(p, "upscale_factor"))),
    unfold: run(images.unfold),
    fold: run(images.fold),
    local_response_norm: run((p) =>
      L.localResponseNorm(size(p, "size"), {
        alpha: size(p, "alpha"),
        beta: size(p, "beta"),
        k: size(p, "k"),
      }),
    ),
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
    rnn: sequences.runRecurrent(L.rnn),
    lstm: sequences.runRecurrent(L.lstm),
    gru: sequences.runRecurrent(L.gru),
    gru_cell: sequences.gruCell,
    multihead_attention: sequences.multiHeadAttention,
    scaled_dot_product_attention: ({ q, k, v }) => L.scaledDotProductAttention(q, k, v),
    transformer_encoder_layer: sequences.transformerEncoderLayer,
    flatten: run(() => L.flatten()),
    dropout: run((p) => L.dropout(size(p, "p"))),
    composite: run(composite, { training: true }),
  },
});
