import { argSort, type Kernels, type TypedArray } from "@piecewise/spec";
import { conv2d, conv2dInputGradient, conv2dWeightGradient } from "./convolution.ts";
import { gather, indexAdd, indexSelect, scatterAdd } from "./indexing.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";
import { matmul } from "./matmul.ts";
import { avgPool2d, avgPool2dGradient, maxPool2d, maxPool2dGradient } from "./pooling.ts";
import { argReduce, cumulativeSum, reduce } from "./reduce.ts";
import { softmax } from "./softmax.ts";
import { copy, place } from "./views.ts";

/** Every kernel that keeps nothing between two calls: all but `map` and `update`, which is made of it. */
export const kernels: Omit<Kernels<TypedArray>, "map" | "update"> = {
  reduce,
  argReduce,
  argSort,
  cumulativeSum,
  softmax,
  softmaxCrossEntropy,
  matmul,
  copy,
  place,
  indexSelect,
  indexAdd,
  gather,
  scatterAdd,
  conv2d,
  conv2dInputGradient,
  conv2dWeightGradient,
  maxPool2d,
  maxPool2dGradient,
  avgPool2d,
  avgPool2dGradient,
};
