import { relu, softmax } from "@piecewise/activations";
import type { Tensor } from "@piecewise/tensor";
import type { RecurrentOptions } from "./index.ts";
import {
  adaptiveAvgPool2d,
  batchNorm1d,
  batchNorm2d,
  conv1d,
  conv2d,
  convTranspose1d,
  convTranspose2d,
  dropout,
  embedding,
  flatten,
  globalAvgPool2d,
  groupNorm,
  gru,
  layerNorm,
  linear,
  lstm,
  maxPool1d,
  maxPool2d,
  multiHeadAttention,
  positionalEncoding,
  residual,
  rmsNorm,
  rnn,
  sequential,
  transformerEncoder,
  transformerEncoderLayer,
  upsample,
} from "./index.ts";

sequential(linear(784, 128), relu, dropout(0.5), linear(128, 10));
// @ts-expect-error sequential: this layer takes 64 features, but the one before it gives 128
sequential(linear(784, 128), relu, linear(64, 10));

// An array of any length may be spread; its layers are checked at run time only.
const blocks = Array.from({ length: 3 }, () => linear(4, 4));
sequential(linear(1, 4), ...blocks, linear(4, 2));

const image = { kernelSize: 3 } as const;
sequential(conv2d(1, 8, image), batchNorm2d(8), relu, maxPool2d(2), conv2d(8, 16, image));
// @ts-expect-error sequential: this layer takes 16 features, but the one before it gives 8
sequential(conv2d(1, 8, image), batchNorm2d(16), relu, maxPool2d(2), conv2d(16, 16, image));
// @ts-expect-error sequential: this layer takes 4 features, but the one before it gives 8
sequential(conv2d(1, 8, image), maxPool2d(2), conv2d(4, 16, image));

// What flatten and functions of the caller give is known at run time only.
sequential(conv2d(1, 8, image), flatten(), linear(5408, 10));
sequential(linear(4, 8), (x: Tensor) => softmax(x), linear(3, 2));

// Sizes that are known at run time only are checked then.
const hidden: number = Number("8");
sequential(linear(4, hidden), relu, linear(7, 2));

// Normalisations keep the number of features, and say which they take.
sequential(linear(4, 8), batchNorm1d(8), layerNorm(8), rmsNorm(8), groupNorm(2, 8), linear(8, 2));
// @ts-expect-error sequential: this layer takes 4 features, but the one before it gives 8
sequential(linear(4, 8), layerNorm(4));

// A table gives its features, and a residual block takes as many as it gives, or has a shortcut.
sequential(embedding(100, 16), positionalEncoding(16), linear(16, 2));
// @ts-expect-error sequential: this layer takes 8 features, but the one before it gives 16
sequential(embedding(100, 16), linear(8, 2));
sequential(linear(4, 8), residual(linear(8, 8)), residual(linear(8, 3), linear(8, 3)), linear(3, 1));
// @ts-expect-error residual: the block takes 8 features and gives 3; pass a shortcut that does the same
residual(linear(8, 3));

// A recurrent layer gives its hidden features; with two directions the compiler leaves it to the run.
sequential(embedding(100, 16), lstm(16, 32, { layers: 2 }), gru(32, 8), rnn(8, 4), linear(4, 1));
sequential(lstm(16, 32, { bidirectional: true }), gru(64, 8, { bidirectional: false }), linear(8, 1));
const options: RecurrentOptions = { bidirectional: true };
sequential(lstm(16, 32, options), linear(64, 1));
// @ts-expect-error sequential: this layer takes 16 features, but the one before it gives 32
sequential(lstm(16, 32), linear(16, 1));

// Attention keeps its features.
sequential(
  linear(4, 8),
  multiHeadAttention(8, 2),
  transformerEncoder([transformerEncoderLayer(8, 2)]),
  linear(8, 1),
);
// @ts-expect-error sequential: this layer takes 16 features, but the one before it gives 8
sequential(multiHeadAttention(8, 2), transformerEncoderLayer(16, 2));

// Convolutions and poolings of sequences and images, in both directions.
sequential(conv1d(1, 8, { kernelSize: 3 }), maxPool1d(2), convTranspose1d(8, 4, { kernelSize: 2 }));
sequential(conv2d(1, 8, image), upsample({ scaleFactor: 2 }), globalAvgPool2d(), linear(8, 2));
// @ts-expect-error sequential: this layer takes 4 features, but the one before it gives 8
sequential(conv2d(1, 8, image), adaptiveAvgPool2d(1), convTranspose2d(4, 1, image));
