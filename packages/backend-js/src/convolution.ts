import type { Convolution2d, TypedArray } from "@piecewise/spec";
import { fillColumns, addColumns } from "./columns.ts";
import { multiply, pack, panelsFor } from "./product.ts";

type Buffers = readonly TypedArray[];

// With the image's windows as the columns of a matrix, a convolution is weight · columns, for each group and image.

export function conv2d([output]: Buffers, [x, weight, bias]: Buffers, attributes: Convolution2d): void {
  const { filters, depth, pixels, imageSize } = sizesOf(attributes);
  if (bias !== undefined) repeatOverPixels(bias, pixels, output);
  const columns = new Float64Array(depth * pixels);
  const [packedWeight, packedColumns] = [panelsFor(filters, depth), panelsFor(pixels, depth)];
  forEachGroup(attributes, (group, images) => {
    pack(
      { values: weight, offset: group * filters * depth, rowStride: depth, columnStride: 1 },
      packedWeight,
    );
    for (const image of images) {
      fillColumns(columns, x, image * imageSize, attributes);
      pack({ values: columns, offset: 0, rowStride: 1, columnStride: pixels }, packedColumns);
      const offset = image * filters * pixels;
      multiply(packedWeight, packedColumns, {
        values: output,
        offset,
        rowStride: pixels,
        add: bias !== undefined,
      });
    }
  });
}

export function conv2dInputGradient(
  [output]: Buffers,
  [g, weight]: Buffers,
  attributes: Convolution2d,
): void {
  const { filters, depth, pixels, imageSize } = sizesOf(attributes);
  const columns = new Float64Array(depth * pixels);
  const gradient = new Float64Array(imageSize);
  const [packedWeight, packedG] = [panelsFor(depth, filters), panelsFor(pixels, filters)];
  forEachGroup(attributes, (group, images) => {
    pack(
      { values: weight, offset: group * filters * depth, rowStride: 1, columnStride: depth },
      packedWeight,
    );
    for (const image of images) {
      pack({ values: g, offset: image * filters * pixels, rowStride: 1, columnStride: pixels }, packedG);
      multiply(packedWeight, packedG, { values: columns, offset: 0, rowStride: pixels, add: false });
      addColumns(gradient.fill(0), columns, attributes);
      output.set(gradient, image * imageSize);
    }
  });
}

export function conv2dWeightGradient([output]: Buffers, [x, g]: Buffers, attributes: Convolution2d): void {
  const { filters, depth, pixels, imageSize } = sizesOf(attributes);
  const columns = new Float64Array(depth * pixels);
  const gradient = new Float64Array(filters * depth);
  const [packedG, packedColumns] = [panelsFor(filters, pixels), panelsFor(depth, pixels)];
  forEachGroup(attributes, (group, images) => {
    gradient.fill(0);
    for (const image of images) {
      fillColumns(columns, x, image * imageSize, attributes);
      pack({ values: columns, offset: 0, rowStride: pixels, columnStride: 1 }, packedColumns);
      pack({ values: g, offset: image * filters * pixels, rowStride: pixels, columnStride: 1 }, packedG);
      multiply(packedG, packedColumns, { values: gradient, offset: 0, rowStride: depth, add: true });
    }
    output.set(gradient, group * filters * depth);
  });
}

/** Fills each channel of every image with its number. */
function repeatOverPixels(bias: TypedArray, pixels: number, output: TypedArray): void {
  for (let at = 0; at < output.length; at += pixels)
    output.fill(bias[(at / pixels) % bias.length], at, at + pixels);
}

/** The sizes within one group: `depth` numbers in a window, `pixels` windows in an image. */
function sizesOf(attributes: Convolution2d) {
  const { inputChannels, outputChannels, groups, kernelHeight, kernelWidth } = attributes;
  const channels = inputChannels / groups;
  return {
    filters: outputChannels / groups,
    depth: channels * kernelHeight * kernelWidth,
    pixels: attributes.outputHeight * attributes.outputWidth,
    imageSize: channels * attributes.inputHeight * attributes.inputWidth,
  };
}

/** Calls `visit` for each group, with the places of its part of every image, counted in such parts. */
function forEachGroup(
  { batch, groups }: Convolution2d,
  visit: (group: number, images: number[]) => void,
): void {
  for (let group = 0; group < groups; group++) {
    visit(group, Array.from({ length: batch }, (_, image) => image * groups + group)); // prettier-ignore
  }
}
