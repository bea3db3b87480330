import { weights } from "../numbers.ts";
import { classes, paddedClasses } from "./cross-entropy.ts";
import { addBias, backThroughBias } from "./dense-kernels.ts";
import type { Parameter, Parameters } from "./parameters.ts";
import { product } from "./product.ts";
import type { Buffer, Operand, StaticStep } from "./static-step.ts";

/** A layer's parameters: the weight as [inputs, outputs], or [3 · 3 · inputs, outputs] of a convolution, and the bias. */
export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: Parameter;
  readonly bias: Parameter;
}

/** x · weight + bias for so many rows. */
export interface Dense extends Layer {
  readonly rows: number;
  /** Whether ReLU follows. */
  readonly relu: boolean;
}

/** How many numbers the parameters of a dense layer take. */
export const denseSize = (inputs: number, outputs: number): number => (inputs + 1) * outputs;

/** A layer with starting weights. If it gives logits, the idle classes are made impossible. */
export function dense(
  step: StaticStep,
  parameters: Parameters,
  [inputs, outputs]: readonly [number, number],
  { rows, relu }: Pick<Dense, "rows" | "relu">,
): Dense {
  const [weight, bias] = [parameters.take(inputs * outputs), parameters.take(outputs)];
  step.numbers(weight.value).set(weights(inputs * outputs, inputs, outputs));
  if (outputs === paddedClasses) step.numbers(bias.value).fill(-Infinity, classes);
  return { inputs, outputs, weight, bias, rows, relu };
}

/** The layer's output, in a buffer of its own. */
export function forward(step: StaticStep, layer: Dense, x: Operand): Buffer {
  const { rows, inputs, outputs, relu } = layer;
  const y = step.buffer(rows * outputs);
  product(step, [x, layer.weight.value, y], { m: rows, k: inputs, n: outputs });
  addBias(step, y, layer.bias.value, { rows, columns: outputs, relu });
  return y;
}

/** The gradients of the parameters, from that of the output, which is overwritten. */
export function backwardByParameters(
  step: StaticStep,
  layer: Dense,
  [x, y, gradient]: readonly [x: Operand, y: Buffer, gradient: Buffer],
): void {
  const { rows, inputs, outputs, relu } = layer;
  backThroughBias(step, [gradient, y, layer.bias.gradient], { rows, columns: outputs, relu });
  const shape = { m: inputs, k: rows, n: outputs, transposeA: true };
  product(step, [x, gradient, layer.weight.gradient], shape);
}

/** The gradient of the input, once `backwardByParameters` is done. */
export function backwardByInput(step: StaticStep, layer: Dense, gradient: Buffer): Buffer {
  const { rows, inputs, outputs } = layer;
  const result = step.buffer(rows * inputs);
  product(step, [gradient, layer.weight.value, result], { m: rows, k: outputs, n: inputs, transposeB: true });
  return result;
}
