import type { Attributes, KernelName } from "@piecewise/spec";
import { softmaxCrossEntropy } from "./reference/softmax-cross-entropy.ts";
import { copy, map, place, update } from "./reference/elements.ts";
import { gather, indexAdd, indexSelect, scatterAdd } from "./reference/indexing.ts";
import { argReduce, argSort, cumulativeSum, reduce, softmax } from "./reference/lines.ts";
import { avgPool2d, avgPool2dGradient, maxPool2d, maxPool2dGradient } from "./reference/pooling.ts";
import { conv2d, conv2dInputGradient, conv2dWeightGradient, matmul } from "./reference/products.ts";
import type { Numbers, Result } from "./reference/result.ts";

/** What each kernel computes, by its definition, one number at a time and in float64. */
export const reference: {
  readonly [Name in KernelName]: (inputs: readonly Numbers[], attributes: Attributes[Name]) => Result[];
} = {
  map,
  update,
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
