import type { Convolution2d } from "@piecewise/spec";
import { float, type Case } from "../case.ts";
import { numbers } from "../numbers.ts";
import { leaky, smooth } from "./activations.ts";
import { windowOf, type WindowOptions } from "./window.ts";

type Name = "conv2d" | "conv2dInputGradient" | "conv2dWeightGradient";

interface Options extends WindowOptions {
  readonly channels: readonly [input: number, output: number];
  readonly groups?: number;
}

function convolution({ channels, groups = 1, ...window }: Options): Convolution2d {
  return { ...windowOf(window), inputChannels: channels[0], outputChannels: channels[1], groups };
}

const settings: Record<string, Options> = {
  "one pixel": { channels: [1, 1], input: 1, kernel: 1 },
  "single pixels of several channels": { channels: [5, 7], input: [4, 5], kernel: 1 },
  "3 × 3 windows": { channels: [3, 4], input: [6, 7], kernel: 3 },
  "3 × 3 windows with padding": { channels: [1, 8], input: 14, kernel: 3, padding: 1 },
  "more channels than a tile": { channels: [8, 17], input: [5, 6], kernel: 3, padding: 1 },
  "a width of 33": { batch: 1, channels: [2, 3], input: [3, 33], kernel: 3, padding: 1 },
  "a window as large as the image": { channels: [3, 5], input: [4, 3], kernel: [4, 3] },
  "a window larger than the image": { channels: [2, 2], input: [2, 3], kernel: 5, padding: 2 },
  "more padding than the window reaches": { channels: [2, 3], input: [4, 5], kernel: 2, padding: [3, 2] },
  "a flat window": { channels: [2, 3], input: [5, 9], kernel: [1, 4] },
  "a narrow window": { channels: [2, 3], input: [9, 5], kernel: [3, 1], padding: [1, 0] },
  "a stride": { channels: [3, 4], input: [8, 9], kernel: 3, stride: 2, padding: 1 },
  "a stride that leaves pixels over": { channels: [2, 3], input: [9, 11], kernel: 2, stride: [3, 4] },
  "a stride wider than the window": { channels: [2, 4], input: 7, kernel: 1, stride: 2 },
  dilation: { channels: [2, 3], input: [9, 8], kernel: 3, dilation: 2, padding: 2 },
  "dilation of one axis, with stride": {
    channels: [2, 3],
    input: [9, 11],
    kernel: [2, 3],
    dilation: [1, 3],
    stride: 2,
    padding: [0, 2],
  },
  "two groups": { channels: [4, 6], input: [5, 6], kernel: 3, padding: 1, groups: 2 },
  "a group for each channel": { channels: [5, 5], input: [6, 7], kernel: 3, padding: 1, groups: 5 },
  "two filters for each channel": { channels: [3, 6], input: [6, 5], kernel: 3, stride: 2, groups: 3 },
  "padding above and on the left only": {
    channels: [2, 3],
    input: [5, 6],
    kernel: 3,
    padding: [2, 1],
    endPadding: 0,
  },
  "padding below and on the right only": {
    channels: [2, 3],
    input: [5, 6],
    kernel: 3,
    padding: 0,
    endPadding: [1, 2],
  },
  "everything at once": {
    batch: 3,
    channels: [4, 8],
    input: [11, 9],
    kernel: [3, 2],
    stride: [2, 1],
    dilation: [1, 2],
    padding: [1, 2],
    endPadding: [0, 1],
    groups: 4,
  },
  "no image": { batch: 0, channels: [2, 3], input: 4, kernel: 3 },
};

function sizesOf(attributes: Convolution2d) {
  const { batch, inputChannels, outputChannels, groups, inputHeight, inputWidth } = attributes;
  return {
    x: batch * inputChannels * inputHeight * inputWidth,
    weight: outputChannels * (inputChannels / groups) * attributes.kernelHeight * attributes.kernelWidth,
    y: batch * outputChannels * attributes.outputHeight * attributes.outputWidth,
  };
}

/** The same settings for the kernel and both of its gradients. */
function casesOf(first: "x" | "y", second: "weight" | "y"): Case<Name>[] {
  return Object.entries(settings).map(([title, options]) => {
    const attributes = convolution(options);
    const sizes = sizesOf(attributes);
    const inputs = [float(numbers(sizes[first])), float(numbers(sizes[second], 1))];
    return { title: `handles ${title}`, inputs, attributes, outputs: ["float"] };
  });
}

const square = convolution({ batch: 1, channels: [1, 1], input: 3, kernel: 2 });

/** The same, with a bias for each output channel. */
function withBias({ title, inputs, ...rest }: Case<Name>): Case<"conv2d"> {
  const bias = float(numbers(rest.attributes.outputChannels, 2));
  return { ...rest, title: `${title}, and adds a bias`, inputs: [...inputs, bias] };
}

export const conv2d: readonly Case<"conv2d">[] = [
  ...casesOf("x", "weight"),
  ...casesOf("x", "weight").map(withBias),
  ...[leaky, smooth].flatMap((activation) =>
    casesOf("x", "weight").map((of) => {
      const { title, attributes, ...rest } = withBias(of);
      const name = `${title}, then takes ${activation.formula.key}`;
      return { ...rest, title: name, attributes: { ...attributes, activation } };
    }),
  ),
  {
    title: "slides a window over a small image",
    inputs: [float([1, 2, 3, 4, 5, 6, 7, 8, 9]), float([1, 10, 100, 1000])],
    attributes: square,
    outputs: ["float"],
    expected: [[5421, 6532, 8754, 9865]],
  },
  {
    title: "keeps NaN in the windows that hold it",
    inputs: [float([NaN, 2, 3, 4, 5, 6, 7, 8, 9]), float([1, 1, 1, 1])],
    attributes: square,
    outputs: ["float"],
    expected: [[NaN, 16, 24, 28]],
  },
];

export const conv2dInputGradient: readonly Case<"conv2dInputGradient">[] = [
  ...casesOf("y", "weight"),
  {
    title: "gives each pixel its share",
    inputs: [float([1, 2, 3, 4]), float([1, 10, 100, 1000])],
    attributes: square,
    outputs: ["float"],
    expected: [[1, 12, 20, 103, 1234, 2040, 300, 3400, 4000]],
  },
];

export const conv2dWeightGradient: readonly Case<"conv2dWeightGradient">[] = [
  ...casesOf("x", "y"),
  {
    title: "sums what each weight has met",
    inputs: [float([1, 2, 3, 4, 5, 6, 7, 8, 9]), float([1, 10, 100, 1000])],
    attributes: square,
    outputs: ["float"],
    expected: [[5421, 6532, 8754, 9865]],
  },
];
