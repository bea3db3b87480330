import type { AveragePooling2d, MaxPooling2d, Pooling2d } from "@piecewise/spec";
import { forEachIndex } from "./indices.ts";
import { single, Sums, type Numbers, type Result } from "./result.ts";

export function maxPool2d([x]: readonly Numbers[], attributes: MaxPooling2d): Result[] {
  const windows = windowsOf(attributes, attributes).map((window) => window.filter(({ onImage }) => onImage));
  const values = windows.map((window) => Math.max(...window.map(({ at }) => x[at])));
  const places = windows.map((window, i) => window.find(({ at }) => sameNumber(x[at], values[i]))!.place);
  return [single(values), single(places)];
}

export function maxPool2dGradient([g, indices]: readonly Numbers[], attributes: MaxPooling2d): Result[] {
  const { batch, channels, inputHeight, inputWidth, outputHeight, outputWidth } = attributes;
  const sums = new Sums(batch * channels * inputHeight * inputWidth);
  const windows = outputHeight * outputWidth;
  for (let at = 0; at < g.length; at++)
    sums.add(Math.floor(at / windows) * inputHeight * inputWidth + indices[at], g[at]);
  return [sums];
}

export function avgPool2d([x]: readonly Numbers[], attributes: AveragePooling2d): Result[] {
  const windows = windowsOf(attributes);
  const sums = new Sums(windows.length);
  windows.forEach((window, output) => {
    const count = window.filter(countsFor(attributes)).length;
    window.filter(({ onImage }) => onImage).forEach(({ at }) => sums.add(output, x[at] / count));
  });
  return [sums];
}

export function avgPool2dGradient([g]: readonly Numbers[], attributes: AveragePooling2d): Result[] {
  const { batch, channels, inputHeight, inputWidth } = attributes;
  const sums = new Sums(batch * channels * inputHeight * inputWidth);
  windowsOf(attributes).forEach((window, output) => {
    const count = window.filter(countsFor(attributes)).length;
    window.filter(({ onImage }) => onImage).forEach(({ at }) => sums.add(at, g[output] / count));
  });
  return [sums];
}

/** A place in a window: where it lies in the input and in its channel's image, and what is there. */
interface Place {
  readonly at: number;
  readonly place: number;
  readonly onImage: boolean;
  readonly onPaddedImage: boolean;
}

function countsFor({ countPadding }: AveragePooling2d): (place: Place) => boolean {
  return ({ onImage, onPaddedImage }) => (countPadding ? onPaddedImage : onImage);
}

function sameNumber(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

/** The places of every window, in the order of the outputs. */
function windowsOf(attributes: Pooling2d, { dilationHeight, dilationWidth } = undilated): Place[][] {
  const { batch, channels, outputHeight, outputWidth, kernelHeight, kernelWidth } = attributes;
  const windows: Place[][] = [];
  forEachIndex([batch * channels, outputHeight, outputWidth], ([image, outputY, outputX]) => {
    const window: Place[] = [];
    const top = outputY * attributes.strideHeight - attributes.paddingTop;
    const left = outputX * attributes.strideWidth - attributes.paddingLeft;
    forEachIndex([kernelHeight, kernelWidth], ([row, column]) => {
      window.push(placeAt(attributes, image, top + row * dilationHeight, left + column * dilationWidth));
    });
    windows.push(window);
  });
  return windows;
}

const undilated = { dilationHeight: 1, dilationWidth: 1 };

/** The padding is as wide below and on the right as it is above and on the left. */
function placeAt(attributes: Pooling2d, image: number, y: number, x: number): Place {
  const { inputHeight: height, inputWidth: width, paddingTop, paddingLeft } = attributes;
  return {
    at: (image * height + y) * width + x,
    place: y * width + x,
    onImage: y >= 0 && y < height && x >= 0 && x < width,
    onPaddedImage: y < height + paddingTop && x < width + paddingLeft,
  };
}
