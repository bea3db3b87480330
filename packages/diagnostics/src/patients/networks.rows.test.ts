import { relu } from "@piecewise/activations";
import {
  batchNorm2d,
  conv2d,
  flatten,
  freeze,
  kaimingNormal,
  linear,
  lstm,
  maxPool2d,
  sequential,
  type Initializer,
  type Layer,
  type Stage,
} from "@piecewise/layers";
import { sgd } from "@piecewise/optimizers";
import { full, mean, mul, normal, uniform, type Shape, type Tensor } from "@piecewise/tensor";
import { classes, features } from "./tasks.rows.test.ts";

export interface Mlp {
  readonly width?: number;
  readonly hidden?: number;
  readonly outputs?: number;
  readonly initializer?: Initializer;
  readonly bias?: number;
  readonly between?: (width: number) => readonly Stage[];
  readonly behind?: readonly Stage[];
}

/** A network of equal hidden layers. */
export function mlp(activation: Stage, options: Mlp = {}): Layer {
  const {
    width = 48,
    hidden = 2,
    outputs = classes,
    initializer,
    bias,
    between = () => [],
    behind = [],
  } = options;
  const drawn = initializer === undefined ? {} : { initializer };
  const stages = Array.from({ length: hidden }, (_, i) => {
    const layer = linear(i === 0 ? features : width, width, drawn);
    if (bias !== undefined) layer.own["bias"].assign(full([width], bias));
    return [layer, ...between(width), activation];
  }).flat();
  return sequential(...stages, linear(width, outputs, drawn), ...behind);
}

export const scaled =
  (factor: number): Initializer =>
  (shape: Shape, options) =>
    mul(kaimingNormal(shape, options), factor);
export const negative: Initializer = (shape, options) => uniform(shape, { ...options, low: -0.3, high: 0 });
export const wide: Initializer = (shape, options) => normal(shape, options);
export const constant =
  (value: number): Initializer =>
  (shape) =>
    full(shape, value);

export const gradientDescent =
  (learningRate: number, momentum = 0) =>
  (model: Layer) =>
    sgd(model.parameters, { learningRate, momentum });

/** Two convolutions, a pooling and a dense layer. */
export const cnn = (bias?: number) => {
  const convolution = conv2d(1, 8, { kernelSize: 3, padding: 1 });
  if (bias !== undefined) convolution.own["bias"].assign(full([8], bias));
  return sequential(convolution, relu, maxPool2d(2), conv2d(8, 16, { kernelSize: 3, padding: 1 }), relu, flatten(), linear(256, classes)); // prettier-ignore
};
/** The same with normalisations. */
export const withNorm = () =>
  sequential(
    ...[conv2d(1, 8, { kernelSize: 3, padding: 1 }), batchNorm2d(8), relu, maxPool2d(2)],
    ...[conv2d(8, 8, { kernelSize: 3, padding: 1 }), batchNorm2d(8), relu, flatten(), linear(128, classes)],
  );

/** A network whose first layer is frozen. */
export const half = () => {
  const model = mlp(relu);
  freeze((model.inside as Record<string, Layer>)["0"]);
  return model;
};

export const overTime = (x: Tensor) => mean(x, { axis: 1 });

/** An LSTM that reads sequences, with a bias for all gates. */
export const reader = (bias?: number) => {
  const cell = lstm(8, 16, { batchFirst: true });
  if (bias !== undefined) cell.own["bias_ih_l0"].assign(full([64], bias));
  return sequential(cell, overTime, linear(16, classes));
};
