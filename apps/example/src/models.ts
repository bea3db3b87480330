import { conv2d, flatten, linear, maxPool2d, sequential, type Layer, type Tensor } from "piecewise";

/** The models by their names on the command line. */
export const modelNames = ["mlp", "cnn-lite"] as const;
export type ModelName = (typeof modelNames)[number];

/** A multilayer perceptron: inputs-128-64-classes, 784-128-64-10 for digits. */
function mlp(inputShape: readonly number[], classes: number, activation: (x: Tensor) => Tensor): Layer {
  const inputs = inputShape.reduce((a, b) => a * b, 1);
  return sequential(
    flatten(),
    linear(inputs, 128),
    activation,
    linear(128, 64),
    activation,
    linear(64, classes),
  );
}

/** A small convolutional network for 28×28 images: two convolutions with pooling, then one dense layer. */
function cnnLite(inputShape: readonly number[], classes: number, activation: (x: Tensor) => Tensor): Layer {
  const [channels, height, width] = inputShape;
  if (channels === undefined || height === undefined || width === undefined)
    throw new Error("cnn-lite needs images; use --model mlp for points");
  return sequential(
    conv2d(channels, 8, { kernelSize: 3, padding: "same" }),
    activation,
    maxPool2d(2),
    conv2d(8, 16, { kernelSize: 3, padding: "same" }),
    activation,
    maxPool2d(2),
    flatten(),
    linear(16 * Math.floor(height / 4) * Math.floor(width / 4), classes),
  );
}

/** Builds a model for inputs of a shape (without the batch axis) and a number of classes. */
export function buildModel(
  name: ModelName,
  inputShape: readonly number[],
  classes: number,
  activation: (x: Tensor) => Tensor,
): Layer {
  return (name === "mlp" ? mlp : cnnLite)(inputShape, classes, activation);
}
