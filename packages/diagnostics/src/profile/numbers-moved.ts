import { sizeOf, type AlongAxis, type Attributes, type KernelName, type PickAlongAxis, type Pooling2d } from "@piecewise/spec"; // prettier-ignore

type Count = { readonly [Name in KernelName]: (attributes: Attributes[Name]) => number };

/** How many numbers a kernel reads and writes, each array once; biases are too small to count. */
export function numbersMoved<Name extends KernelName>(kernel: Name, attributes: Attributes[Name]): number {
  return (counts[kernel] as (attributes: Attributes[Name]) => number)(attributes);
}

const all = ({ outer, size, inner }: AlongAxis) => outer * size * inner;
const reduced = (axis: AlongAxis) => all(axis) + axis.outer * axis.inner;
const asMany = (axis: AlongAxis) => 2 * all(axis);
const picked = ({ outer, count, inner }: PickAlongAxis) => outer * count * inner;

const counts: Count = {
  map: ({ formula, shape, strides }) =>
    formula.outputs.length * sizeOf(shape) +
    total(strides.map((steps) => sizeOf(shape.filter((_, axis) => steps[axis] !== 0)))),
  update: ({ formula, sizes, sums = 0 }) =>
    total(sizes) * (formula.inputs + formula.outputs.length - sums) + sizes.length * sums,
  reduce: reduced,
  argReduce: reduced,
  argSort: asMany,
  cumulativeSum: asMany,
  softmax: asMany,
  softmaxCrossEntropy: ({ rows, classes, reduction }) =>
    2 * rows * classes + rows + (reduction === "none" ? rows : 1),
  matmul: ({ batch, m, k, n, shareA, shareB }) =>
    (shareA ? 1 : batch) * m * k + (shareB ? 1 : batch) * k * n + batch * m * n,
  copy: ({ from }) => 2 * sizeOf(from.shape),
  place: ({ size, to }) => size + total(to.map(({ shape }) => sizeOf(shape))),
  indexSelect: (axis) => 2 * picked(axis) + axis.count,
  indexAdd: (axis) => picked(axis) + axis.count + all(axis),
  gather: (axis) => 3 * picked(axis),
  scatterAdd: (axis) => 2 * picked(axis) + all(axis),
  conv2d: convolved,
  conv2dInputGradient: convolved,
  conv2dWeightGradient: convolved,
  maxPool2d: (pooling) => pooled(pooling, 2),
  maxPool2dGradient: (pooling) => pooled(pooling, 2),
  avgPool2d: (pooling) => pooled(pooling, 1),
  avgPool2dGradient: (pooling) => pooled(pooling, 1),
};

function total(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

/** The image, the weight and what comes out: whichever of the three is computed from the others. */
function convolved(c: Attributes["conv2d"]): number {
  const image = c.batch * c.inputChannels * c.inputHeight * c.inputWidth;
  const weight = (c.outputChannels * c.inputChannels * c.kernelHeight * c.kernelWidth) / c.groups;
  return image + weight + c.batch * c.outputChannels * c.outputHeight * c.outputWidth;
}

function pooled({ batch, channels, ...sizes }: Pooling2d, outputs: number): number {
  const { inputHeight, inputWidth, outputHeight, outputWidth } = sizes;
  return batch * channels * (inputHeight * inputWidth + outputs * outputHeight * outputWidth);
}
