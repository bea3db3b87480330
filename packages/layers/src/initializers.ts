import {
  DataError,
  normal,
  parameter,
  scope,
  ShapeError,
  uniform,
  type DrawOptions,
  type Parameter,
  type Shape,
  type Tensor,
} from "@piecewise/tensor";

/** How strongly to draw: the gain belongs to the activation that follows, as in `relu.facts.gain`. */
export interface InitializerOptions extends DrawOptions {
  /** √2, the gain of ReLU, for kaiming; 1 for xavier. */
  readonly gain?: number;
}

/** Kaiming's initialisers keep the variance forward (`fanIn`) or backward (`fanOut`). */
export interface KaimingOptions extends InitializerOptions {
  readonly mode?: "fanIn" | "fanOut";
}

/** Makes the first values of a weight of some shape. */
export type Initializer = (shape: Shape, options?: DrawOptions) => Tensor;

/**
 * Normal with standard deviation gain / √fan. He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015. The right one
 * before ReLU: half of the units are off, and the gain √2 makes up for it.
 */
export function kaimingNormal<const S extends Shape>(shape: S, options: KaimingOptions = {}): Tensor<S> {
  return normal(shape, { ...options, standardDeviation: kaimingDeviation("kaimingNormal", shape, options) });
}

/** Uniform between ± gain · √(3 / fan): the same variance as `kaimingNormal`. */
export function kaimingUniform<const S extends Shape>(shape: S, options: KaimingOptions = {}): Tensor<S> {
  return between(shape, Math.sqrt(3) * kaimingDeviation("kaimingUniform", shape, options), options);
}

/** Normal with standard deviation 1 / √(fan in). LeCun et al., 1998. The one before SELU. */
export function lecunNormal<const S extends Shape>(shape: S, options: DrawOptions = {}): Tensor<S> {
  return kaimingNormal(shape, { ...options, gain: 1 });
}

/** Normal with standard deviation gain · √(2 / (fan in + fan out)). Glorot and Bengio, 2010. For tanh and sigmoid. */
export function xavierNormal<const S extends Shape>(shape: S, options: InitializerOptions = {}): Tensor<S> {
  return normal(shape, { ...options, standardDeviation: xavierDeviation("xavierNormal", shape, options) });
}

/** Uniform with the variance of `xavierNormal`. */
export function xavierUniform<const S extends Shape>(shape: S, options: InitializerOptions = {}): Tensor<S> {
  return between(shape, Math.sqrt(3) * xavierDeviation("xavierUniform", shape, options), options);
}

/** What PyTorch starts `linear` and `conv2d` with, weight and bias alike: uniform between ± 1 / √(fan in). */
export function defaultUniform<const S extends Shape>(
  shape: S,
  fanIn: number,
  options: DrawOptions = {},
): Tensor<S> {
  return between(shape, fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0, options);
}

/** A parameter that starts with the values that `make` gives; the memory they took elsewhere is freed. */
export function startingWith(make: () => Tensor, options: { readonly trainable?: boolean } = {}): Parameter {
  return scope(() => parameter(make(), options));
}

function between<S extends Shape>(shape: S, bound: number, options: DrawOptions): Tensor<S> {
  return uniform(shape, { ...options, low: -bound, high: bound });
}

function kaimingDeviation(
  name: string,
  shape: Shape,
  { gain = Math.SQRT2, mode = "fanIn" }: KaimingOptions,
): number {
  return positive(name, gain) / Math.sqrt(fans(name, shape)[mode]);
}

function xavierDeviation(name: string, shape: Shape, { gain = 1 }: InitializerOptions): number {
  const { fanIn, fanOut } = fans(name, shape);
  return positive(name, gain) * Math.sqrt(2 / (fanIn + fanOut));
}

/** How many inputs a unit has and how many outputs it feeds, for a weight [outputs, inputs, …kernel]. */
function fans(name: string, shape: Shape) {
  if (shape.length < 2)
    throw new ShapeError(name, "needs a weight with at least two axes, [outputs, inputs, …]", shape);
  const kernel = shape.slice(2).reduce((a, b) => a * b, 1);
  return { fanIn: shape[1] * kernel, fanOut: shape[0] * kernel };
}

function positive(name: string, gain: number): number {
  if (gain > 0 && Number.isFinite(gain)) return gain;
  throw new DataError(name, `the gain must be above 0, got ${gain}`);
}
