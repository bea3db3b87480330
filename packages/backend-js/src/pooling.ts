import type { AveragePooling2d, MaxPooling2d, Pooling2d, TypedArray } from "@piecewise/spec";

type Buffers = readonly TypedArray[];

export function maxPool2d([output, indices]: Buffers, [x]: Buffers, attributes: MaxPooling2d): void {
  const imageSize = attributes.inputHeight * attributes.inputWidth;
  forEachWindow(attributes, (at, image, top, left) => {
    const start = image * imageSize;
    const index = indexOfMax(x, start, top, left, attributes);
    output[at] = index < 0 ? -Infinity : x[start + index];
    indices[at] = index;
  });
}

/** Where in its image the first largest value of a window lies, or the first NaN; −1 for a window beside the image. */
function indexOfMax(
  x: TypedArray,
  start: number,
  top: number,
  left: number,
  attributes: MaxPooling2d,
): number {
  const { inputHeight, inputWidth, kernelHeight, kernelWidth, dilationHeight, dilationWidth } = attributes;
  let best = -1;
  let max = -Infinity;
  for (let row = 0; row < kernelHeight; row++) {
    const y = top + row * dilationHeight;
    if (y < 0 || y >= inputHeight) continue;
    for (let column = 0; column < kernelWidth; column++) {
      const pixel = left + column * dilationWidth;
      if (pixel < 0 || pixel >= inputWidth) continue;
      const index = y * inputWidth + pixel;
      const value = x[start + index];
      if (Number.isNaN(value)) return index;
      if (best < 0 || value > max) [best, max] = [index, value];
    }
  }
  return best;
}

export function maxPool2dGradient([output]: Buffers, [g, indices]: Buffers, attributes: MaxPooling2d): void {
  const { inputHeight, inputWidth, outputHeight, outputWidth } = attributes;
  const [imageSize, windows] = [inputHeight * inputWidth, outputHeight * outputWidth];
  const gradient = new Float64Array(output.length);
  for (let at = 0; at < g.length; at++)
    if (indices[at] >= 0) gradient[Math.floor(at / windows) * imageSize + indices[at]] += g[at];
  output.set(gradient);
}

export function avgPool2d([output]: Buffers, [x]: Buffers, attributes: AveragePooling2d): void {
  const { inputHeight, inputWidth } = attributes;
  forEachWindow(attributes, (at, image, top, left) => {
    const part = onImage(top, left, attributes);
    let sum = 0;
    for (let y = part.top; y < part.bottom; y++) {
      const row = (image * inputHeight + y) * inputWidth;
      for (let column = part.left; column < part.right; column++) sum += x[row + column];
    }
    output[at] = part.size === 0 ? 0 : sum / part.divisor;
  });
}

export function avgPool2dGradient([output]: Buffers, [g]: Buffers, attributes: AveragePooling2d): void {
  const { inputHeight, inputWidth } = attributes;
  const gradient = new Float64Array(output.length);
  forEachWindow(attributes, (at, image, top, left) => {
    const part = onImage(top, left, attributes);
    const share = g[at] / part.divisor;
    for (let y = part.top; y < part.bottom; y++) {
      const row = (image * inputHeight + y) * inputWidth;
      for (let column = part.left; column < part.right; column++) gradient[row + column] += share;
    }
  });
  output.set(gradient);
}

/** Calls `visit` for each window: its place in the output, its image (one channel of one), its top and left edge. */
function forEachWindow(
  attributes: Pooling2d,
  visit: (at: number, image: number, top: number, left: number) => void,
): void {
  const { batch, channels, outputHeight, outputWidth, strideHeight, strideWidth } = attributes;
  let at = 0;
  for (let image = 0; image < batch * channels; image++) {
    for (let y = 0; y < outputHeight; y++) {
      const top = y * strideHeight - attributes.paddingTop;
      for (let x = 0; x < outputWidth; x++) visit(at++, image, top, x * strideWidth - attributes.paddingLeft);
    }
  }
}

/** The part of a window that lies on the image, and by how much its sum is divided. */
function onImage(top: number, left: number, attributes: AveragePooling2d) {
  const { inputHeight, inputWidth, kernelHeight, kernelWidth, paddingTop, paddingLeft } = attributes;
  // A window may reach over the padding; that part of it does not count.
  const end = Math.min(top + kernelHeight, inputHeight + paddingTop);
  const side = Math.min(left + kernelWidth, inputWidth + paddingLeft);
  const [firstRow, firstColumn] = [Math.max(top, 0), Math.max(left, 0)];
  const [bottom, right] = [Math.min(end, inputHeight), Math.min(side, inputWidth)];
  const size = Math.max(bottom - firstRow, 0) * Math.max(right - firstColumn, 0);
  const divisor = attributes.countPadding ? (end - top) * (side - left) : size;
  return { top: firstRow, left: firstColumn, bottom, right, size, divisor };
}
