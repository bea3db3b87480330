import type { AveragePooling2d, MaxPooling2d } from "@piecewise/spec";
import { float, int32, type Case, type Values } from "../case.ts";
import { integers, numbers } from "../numbers.ts";
import { maxPool2d as reference } from "../reference/pooling.ts";
import { windowOf, type WindowOptions } from "./window.ts";

interface Options extends WindowOptions {
  readonly channels?: number;
}

const settings: Record<string, Options> = {
  "one pixel": { input: 1, kernel: 1 },
  "windows side by side": { channels: 3, input: [6, 8], kernel: 2, stride: 2 },
  "windows that leave pixels over": { channels: 2, input: [7, 9], kernel: 2, stride: 2 },
  "windows that overlap": { channels: 2, input: [6, 7], kernel: 3 },
  padding: { channels: 2, input: [6, 7], kernel: 3, stride: 2, padding: 1 },
  "a flat window": { channels: 2, input: [5, 17], kernel: [1, 3], stride: [1, 2] },
  "a window over the whole image": { channels: 5, input: [7, 5], kernel: [7, 5] },
  "windows that reach over the edge": { channels: 2, input: [6, 7], kernel: 3, stride: 2, endPadding: 1 },
  "windows that reach over the padding": {
    channels: 2,
    input: [6, 5],
    kernel: 4,
    stride: 3,
    padding: 1,
    endPadding: 3,
  },
  "padding of one axis": { channels: 3, input: [4, 9], kernel: [2, 4], stride: [2, 3], padding: [0, 2] },
  "a width of 33": { batch: 1, channels: 1, input: [4, 33], kernel: 2, stride: 1 },
  "no image": { batch: 0, channels: 2, input: 4, kernel: 2 },
};

const dilated: Record<string, Options> = {
  dilation: { channels: 2, input: [8, 9], kernel: 3, dilation: 2 },
  "dilation with padding and stride": {
    channels: 2,
    input: [8, 9],
    kernel: [2, 3],
    dilation: [3, 2],
    stride: 2,
    padding: 1,
  },
};

function sizesOf({ batch, channels, inputHeight, inputWidth, outputHeight, outputWidth }: MaxPooling2d) {
  const images = batch * channels;
  return { x: images * inputHeight * inputWidth, y: images * outputHeight * outputWidth };
}

function pooling({ channels = 1, ...window }: Options): MaxPooling2d {
  return { ...windowOf(window), channels };
}

function maximum(
  title: string,
  options: Options,
  of: (count: number) => Values,
  expected?: number[][],
): Case<"maxPool2d"> {
  const attributes = pooling(options);
  const inputs = [of(sizesOf(attributes).x)];
  const given: Case<"maxPool2d"> = { title, inputs, attributes, outputs: ["float", "int32"] };
  return expected === undefined ? given : { ...given, expected };
}

const floats = (count: number) => float(numbers(count));
const given = (values: readonly number[]) => () => float(values);
const two: Options = { batch: 1, input: [2, 4], kernel: 2, stride: 2 };
const padded: Options = { batch: 1, input: 2, kernel: 3, stride: 2, padding: 1 };

export const maxPool2d: readonly Case<"maxPool2d">[] = [
  ...Object.entries({ ...settings, ...dilated }).map(([title, options]) =>
    maximum(`handles ${title}`, options, floats),
  ),
  maximum("takes the first of equals, row by row", two, given([1, 3, 5, 5, 3, 3, 5, 5]), [[3, 5], [1, 2]]), // prettier-ignore
  maximum("takes the first of many equals", { channels: 2, input: 9, kernel: 3, padding: 1 }, (count) =>
    float(integers(count, 3)),
  ),
  maximum("lets NaN win", two, given([1, 9, 3, 4, NaN, 2, 5, NaN]), [[NaN, NaN], [4, 7]]), // prettier-ignore
  maximum("never takes the padding", padded, given([-5, -6, -7, -8]), [[-5], [0]]),
  maximum(
    "finds −∞ at a place of the window, also where its places lie apart",
    {
      batch: 1,
      channels: 5,
      input: [3, 7],
      kernel: [3, 1],
      dilation: [2, 1],
      padding: [1, 0],
      stride: [2, 1],
    },
    (count) => float(new Array<number>(count).fill(-Infinity)),
  ),
  maximum("finds −∞ where there is nothing else", two, given(new Array<number>(8).fill(-Infinity)), [[-Infinity, -Infinity], [0, 2]]), // prettier-ignore
];

/** Every index lies in its window, so that windows that overlap may have the same one. */
function spreading(title: string, options: Options): Case<"maxPool2dGradient"> {
  const attributes = pooling(options);
  const { x, y } = sizesOf(attributes);
  const pooled = reference([float(numbers(x)).numbers], attributes)[1].values;
  return {
    title: `handles ${title}`,
    inputs: [float(numbers(y, 1)), int32(pooled)],
    attributes,
    outputs: ["float"],
  };
}

export const maxPool2dGradient: readonly Case<"maxPool2dGradient">[] = [
  ...Object.entries({ ...settings, ...dilated }).map(([title, options]) => spreading(title, options)),
  {
    title: "adds what windows that overlap give one pixel",
    inputs: [float([1, 10, 100, 1000]), int32([4, 4, 4, 8])],
    attributes: pooling({ batch: 1, input: 3, kernel: 2 }),
    outputs: ["float"],
    expected: [[0, 0, 0, 0, 111, 0, 0, 0, 1000]],
  },
];

function average(options: Options, countPadding: boolean): AveragePooling2d {
  const { dilationHeight: _height, dilationWidth: _width, ...attributes } = pooling(options);
  return { ...attributes, countPadding };
}

function averages(input: "x" | "y"): Case<"avgPool2d" | "avgPool2dGradient">[] {
  return Object.entries(settings).flatMap(([title, options]) =>
    [true, false].map((countPadding) => ({
      title: `handles ${title}${countPadding ? ", counting the padding" : ""}`,
      inputs: [float(numbers(sizesOf(pooling(options))[input]))],
      attributes: average(options, countPadding),
      outputs: ["float"],
    })),
  );
}

const shared = { attributes: average(padded, false), outputs: ["float"] } as const;
const counted = { attributes: average(padded, true), outputs: ["float"] } as const;

export const avgPool2d: readonly Case<"avgPool2d">[] = [
  ...averages("x"),
  { title: "divides by the pixels on the image", inputs: [float([1, 2, 3, 6])], ...shared, expected: [[3]] },
  { title: "divides by the whole window", inputs: [float([1, 2, 3, 12])], ...counted, expected: [[2]] },
];

export const avgPool2dGradient: readonly Case<"avgPool2dGradient">[] = [
  ...averages("y"),
  {
    title: "shares among the pixels on the image",
    inputs: [float([4])],
    ...shared,
    expected: [[1, 1, 1, 1]],
  },
  { title: "shares among the whole window", inputs: [float([18])], ...counted, expected: [[2, 2, 2, 2]] },
];
