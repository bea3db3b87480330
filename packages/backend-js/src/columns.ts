import type { Convolution2d, TypedArray } from "@piecewise/spec";

/**
 * The columns of an image: a matrix with a row for each place in the window (channel, kernel row, kernel column) and a
 * column for each window. What lies outside of the image is left as it is: the columns start as zeros, and stay so there.
 */
export function fillColumns(
  columns: Float64Array,
  x: TypedArray,
  offset: number,
  attributes: Convolution2d,
): void {
  forEachRun(attributes, (at, from, step, size) => copyRun(columns, at, x, offset + from, step, size));
}

/** The reverse: adds each number of the columns to the pixel it came from. */
export function addColumns(image: Float64Array, columns: Float64Array, attributes: Convolution2d): void {
  forEachRun(attributes, (at, from, step, size) => addRun(image, from, step, columns, at, size));
}

function copyRun(
  columns: Float64Array,
  at: number,
  x: TypedArray,
  from: number,
  step: number,
  size: number,
): void {
  for (let i = 0; i < size; i++) columns[at + i] = x[from + i * step];
}

function addRun(
  image: Float64Array,
  from: number,
  step: number,
  columns: Float64Array,
  at: number,
  size: number,
): void {
  for (let i = 0; i < size; i++) image[from + i * step] += columns[at + i];
}

/** A run of neighbours in a row of the columns, and the pixels they stand for, `step` apart. */
type Run = (at: number, from: number, step: number, size: number) => void;

function forEachRun(attributes: Convolution2d, visit: Run): void {
  const { kernelHeight, kernelWidth, inputChannels, groups } = attributes;
  const channels = inputChannels / groups;
  let row = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < kernelHeight; y++) {
      for (let x = 0; x < kernelWidth; x++) forEachRunOfRow(attributes, channel, y, x, row++, visit);
    }
  }
}

/** The runs of one row of the columns: for each row of windows, the part that lies on the image. */
function forEachRunOfRow(
  attributes: Convolution2d,
  channel: number,
  kernelRow: number,
  kernelColumn: number,
  row: number,
  visit: Run,
): void {
  const { inputHeight, inputWidth, outputHeight, outputWidth, strideHeight, strideWidth } = attributes;
  const top = kernelRow * attributes.dilationHeight - attributes.paddingTop;
  const left = kernelColumn * attributes.dilationWidth - attributes.paddingLeft;
  const first = Math.max(0, Math.ceil(-left / strideWidth));
  const end = Math.min(outputWidth, Math.ceil((inputWidth - left) / strideWidth));
  for (let outputY = 0; outputY < outputHeight && first < end; outputY++) {
    const y = top + outputY * strideHeight;
    if (y < 0 || y >= inputHeight) continue;
    const at = (row * outputHeight + outputY) * outputWidth + first;
    const from = (channel * inputHeight + y) * inputWidth + left + first * strideWidth;
    visit(at, from, strideWidth, end - first);
  }
}
