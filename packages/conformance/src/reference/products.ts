import { evaluate } from "@piecewise/expressions";
import type { Activated, Attributes, Convolution2d } from "@piecewise/spec";
import { flat, forEachIndex } from "./indices.ts";
import { Sums, type Numbers, type Result } from "./result.ts";

export function matmul([a, b, bias]: readonly Numbers[], attributes: Attributes["matmul"]): Result[] {
  const { batch, m, k, n, transposeA, transposeB, shareA, shareB } = attributes;
  const sums = new Sums(batch * m * n);
  forEachIndex([batch, m, n, k], ([p, i, j, l]) => {
    const atA = (shareA ? 0 : p * m * k) + (transposeA ? l * m + i : i * k + l);
    const atB = (shareB ? 0 : p * k * n) + (transposeB ? j * k + l : l * n + j);
    sums.add((p * m + i) * n + j, a[atA] * b[atB]);
  });
  if (bias !== undefined) for (let at = 0; at < batch * m * n; at++) sums.add(at, bias[at % n]);
  return [activated(sums, attributes)];
}

export function conv2d([x, weight, bias]: readonly Numbers[], attributes: Attributes["conv2d"]): Result[] {
  const { batch, outputChannels, outputHeight, outputWidth } = attributes;
  const sums = new Sums(batch * outputChannels * outputHeight * outputWidth);
  forEachProduct(attributes, (atX, atWeight, atY) => sums.add(atY, x[atX] * weight[atWeight]));
  const pixels = outputHeight * outputWidth;
  if (bias !== undefined)
    sums.values.forEach((_, at) => sums.add(at, bias[Math.floor(at / pixels) % outputChannels]));
  return [activated(sums, attributes)];
}

function activated(sums: Result, { activation }: Activated): Result {
  if (activation === undefined) return sums;
  const { formula, scalars } = activation;
  return { ...sums, values: sums.values.map((x) => evaluate(formula.outputs[0], [x], scalars)) };
}

export function conv2dInputGradient([g, weight]: readonly Numbers[], attributes: Convolution2d): Result[] {
  const { batch, inputChannels, inputHeight, inputWidth } = attributes;
  const sums = new Sums(batch * inputChannels * inputHeight * inputWidth);
  forEachProduct(attributes, (atX, atWeight, atY) => sums.add(atX, g[atY] * weight[atWeight]));
  return [sums];
}

export function conv2dWeightGradient([x, g]: readonly Numbers[], attributes: Convolution2d): Result[] {
  const { inputChannels, outputChannels, groups, kernelHeight, kernelWidth } = attributes;
  const sums = new Sums(((outputChannels * inputChannels) / groups) * kernelHeight * kernelWidth);
  forEachProduct(attributes, (atX, atWeight, atY) => sums.add(atWeight, x[atX] * g[atY]));
  return [sums];
}

/** The products a convolution is the sum of: which number of x meets which weight, and for which output. */
function forEachProduct(
  attributes: Convolution2d,
  visit: (atX: number, atWeight: number, atY: number) => void,
): void {
  const { batch, groups, kernelHeight, kernelWidth, outputHeight, outputWidth } = attributes;
  const { inputHeight, inputWidth, inputChannels, outputChannels } = attributes;
  const [channels, filters] = [inputChannels / groups, outputChannels / groups];
  const weightShape = [outputChannels, channels, kernelHeight, kernelWidth];
  forEachIndex([batch, outputHeight, outputWidth, ...weightShape], (index) => {
    const [image = 0, outputY = 0, outputX = 0, filter = 0, channel = 0, kernelY = 0, kernelX = 0] = index;
    const y = outputY * attributes.strideHeight + kernelY * attributes.dilationHeight - attributes.paddingTop;
    const x = outputX * attributes.strideWidth + kernelX * attributes.dilationWidth - attributes.paddingLeft;
    if (y < 0 || y >= inputHeight || x < 0 || x >= inputWidth) return;
    const channelOfX = Math.floor(filter / filters) * channels + channel;
    visit(
      flat([image, channelOfX, y, x], [batch, inputChannels, inputHeight, inputWidth]),
      flat([filter, channel, kernelY, kernelX], weightShape),
      flat([image, filter, outputY, outputX], [batch, outputChannels, outputHeight, outputWidth]),
    );
  });
}
