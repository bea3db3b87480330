import type { ConformanceCases } from "./case.ts";
import { conv2d, conv2dInputGradient, conv2dWeightGradient } from "./cases/convolution.ts";
import { softmaxCrossEntropy } from "./cases/softmax-cross-entropy.ts";
import { gather, indexAdd, indexSelect, scatterAdd } from "./cases/indexing.ts";
import { map } from "./cases/map.ts";
import { matmul } from "./cases/matmul.ts";
import { avgPool2d, avgPool2dGradient, maxPool2d, maxPool2dGradient } from "./cases/pooling.ts";
import { argReduce, argSort, cumulativeSum, reduce } from "./cases/reduce.ts";
import { softmax } from "./cases/softmax.ts";
import { update } from "./cases/update.ts";
import { copy, place } from "./cases/views.ts";

/** What every backend is tested with. */
export const conformanceCases: ConformanceCases = {
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
