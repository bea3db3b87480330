import type { ConformanceCases } from "./case.ts";
import { conv2d, conv2dInputGradient, conv2dWeightGradient } from "./cases/convolution.ts";
import { gather, indexAdd, indexSelect, scatterAdd } from "./cases/indexing.ts";
import { map } from "./cases/map.ts";
import { matmul } from "./cases/matmul.ts";
import { avgPool2d, avgPool2dGradient, maxPool2d } from "./cases/pooling.ts";
import { argReduce, cumulativeSum, reduce } from "./cases/reduce.ts";
import { softmax } from "./cases/softmax.ts";
import { copy, place } from "./cases/views.ts";

/** What every backend is tested with. */
export const conformanceCases: ConformanceCases = {
  map,
  reduce,
  argReduce,
  cumulativeSum,
  softmax,
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
  avgPool2d,
  avgPool2dGradient,
};
