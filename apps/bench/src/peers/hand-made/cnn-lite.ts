import { weights } from "../numbers.ts";
import { convolve, convolveByWeight, turnWeight } from "./convolution.ts";
import { paddedClasses } from "./cross-entropy.ts";
import { backwardByInput, backwardByParameters, dense, denseSize, forward, type Layer } from "./dense.ts";
import { imageBuffer, type Images } from "./images.ts";
import type { Architecture, Emitted } from "./network.ts";
import type { Parameters } from "./parameters.ts";
import { pool, poolBack } from "./pooling.ts";
import type { Buffer, StaticStep } from "./static-step.ts";

const images = (size: number, channels: number, isPadded: boolean): Images => ({ size, channels, isPadded });
const [pixels, first, firstPooled] = [images(28, 1, true), images(28, 8, false), images(14, 8, true)];
const [second, secondPadded, secondPooled] = [
  images(14, 16, false),
  images(14, 16, true),
  images(7, 16, false),
];
const flat = 784;

/** Convolution to 8 channels, ReLU, pooling, convolution to 16, ReLU, pooling, and a dense layer to 10 classes. */
export const cnnLite: Architecture = {
  parameterCount: convolutionSize(1, 8) + convolutionSize(8, 16) + denseSize(flat, paddedClasses),
  arrange: framed,
  emit(step, parameters, rows) {
    const [a, b] = [convolution(step, parameters, 1, 8), convolution(step, parameters, 8, 16)];
    const c = dense(step, parameters, [flat, paddedClasses], { rows, relu: false });
    const [y1, p1] = [imageBuffer(step, rows, first), imageBuffer(step, rows, firstPooled)];
    const [y2, p2] = [imageBuffer(step, rows, second), imageBuffer(step, rows, secondPooled)];
    convolve(step, ["inputs", a.weight.value, y1], { images: rows, from: pixels, to: first });
    pool(step, [y1, a.bias.value, p1], { images: rows, from: first, to: firstPooled });
    convolve(step, [p1, b.weight.value, y2], { images: rows, from: firstPooled, to: second });
    pool(step, [y2, b.bias.value, p2], { images: rows, from: second, to: secondPooled });
    const logits = forward(step, c, p2);
    const backward = (gradient: Buffer) => {
      backwardByParameters(step, c, [p2, logits, gradient]);
      backThroughConvolutions(step, rows, [a, b], {
        y1,
        p1,
        y2,
        p2,
        gradient: backwardByInput(step, c, gradient),
      });
    };
    return { layers: [a, b, c], logits, backward } satisfies Emitted;
  },
};

type Outputs = Readonly<Record<"y1" | "p1" | "y2" | "p2" | "gradient", Buffer>>;

/** From the gradient of what the dense layer gets. */
function backThroughConvolutions(
  step: StaticStep,
  rows: number,
  [a, b]: readonly [Layer, Layer],
  { y1, p1, y2, p2, gradient }: Outputs,
): void {
  const of2 = imageBuffer(step, rows, secondPadded);
  const behind2 = { images: rows, from: second, to: secondPooled, back: secondPadded };
  poolBack(step, [y2, p2, gradient, of2, b.bias.gradient], behind2);
  const weight2 = { images: rows, from: firstPooled, to: secondPadded };
  convolveByWeight(step, [p1, of2, b.weight.gradient], weight2);
  const turned = step.buffer(b.weight.value.size);
  turnWeight(step, [b.weight.value, turned], [8, 16]);
  const ofPooled = { ...firstPooled, isPadded: false };
  const ofP1 = imageBuffer(step, rows, ofPooled);
  convolve(step, [of2, turned, ofP1], { images: rows, from: secondPadded, to: ofPooled });
  const of1 = imageBuffer(step, rows, first);
  const behind1 = { images: rows, from: first, to: firstPooled, back: first };
  poolBack(step, [y1, p1, ofP1, of1, a.bias.gradient], behind1);
  convolveByWeight(step, ["inputs", of1, a.weight.gradient], { images: rows, from: pixels, to: first });
}

function convolutionSize(inputs: number, outputs: number): number {
  return (9 * inputs + 1) * outputs;
}

function convolution(step: StaticStep, parameters: Parameters, inputs: number, outputs: number): Layer {
  const [weight, bias] = [parameters.take(9 * inputs * outputs), parameters.take(outputs)];
  step.numbers(weight.value).set(weights(9 * inputs * outputs, 9 * inputs, 9 * outputs));
  return { inputs, outputs, weight, bias };
}

/** Images with a frame of zeros, one pixel wide. */
function framed(plain: Float32Array): Float32Array {
  const result = new Float32Array((plain.length / 784) * 900);
  for (let row = 0; row < plain.length / 28; row++) {
    const [image, y] = [Math.floor(row / 28), row % 28];
    result.set(plain.subarray(row * 28, row * 28 + 28), image * 900 + (y + 1) * 30 + 1);
  }
  return result;
}
