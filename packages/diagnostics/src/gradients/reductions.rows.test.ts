import * as operations from "@piecewise/tensor";
import { tensor } from "@piecewise/tensor";
import { apart, float64, some, type Row } from "./inputs.rows.test.ts";

export const reductions: Row[] = [
  ["sum", (x) => operations.sum(x, { axis: [0, 2] }), some(2, 3, 2)],
  ["mean", (x) => operations.mean(x, { axis: -1, keepDims: true }), some(2, 3)],
  ["prod", (x) => operations.prod(x, { axis: 1 }), some(2, 3)],
  ["prod", (x) => operations.prod(x), tensor([2, 0, 3, 0.5], float64)],
  ["max", (x) => operations.max(x, { axis: [0, 2] }), apart(2, 3, 2)],
  ["min", (x) => operations.min(x, { axis: 1 }), apart(2, 3)],
  ["variance", (x) => operations.variance(x, { axis: 0 }), some(4, 2)],
  ["standardDeviation", (x) => operations.standardDeviation(x, { axis: 1, correction: 0 }), some(2, 4)],
  ["logSumExp", (x) => operations.logSumExp(x, { axis: 1 }), some(2, 3)],
  ["cumulativeSum", (x) => operations.cumulativeSum(x, { axis: 1 }), some(2, 4)],
  ["cumulativeProduct", (x) => operations.cumulativeProduct(x, { axis: 1 }), some(2, 3)],
  ["cumulativeProduct", (x) => operations.cumulativeProduct(x), tensor([2, 0, 3, 0.5], float64)],
  ["logCumulativeSumExp", (x) => operations.logCumulativeSumExp(x, { axis: 1 }), some(2, 4)],
  ["cumulativeMax", (x) => operations.cumulativeMax(x).values, apart(5)],
  ["cumulativeMin", (x) => operations.cumulativeMin(x, { axis: 1 }).values, apart(2, 4)],
  ["sort", (x) => operations.sort(x, { axis: 0, descending: true }).values, apart(4, 2)],
  ["topK", (x) => operations.topK(x, 2).values, apart(2, 4)],
  ["kthValue", (x) => operations.kthValue(x, 2, { axis: 0 }).values, apart(4, 2)],
  ["median", (x) => operations.median(x, { axis: 1 }).values, apart(2, 5)],
  ["norm", (x) => operations.norm(x, { axis: 1 }), some(2, 3)],
  ["norm", (x) => operations.norm(x, { order: 3 }), apart(5)],
  ["norm", (x) => operations.norm(x, { order: -1.5, axis: 0 }), apart(3, 2)],
  ["norm", (x) => operations.norm(x, { order: 1 }), apart(5)],
  ["norm", (x) => operations.norm(x, { order: Infinity, axis: 1 }), apart(2, 3)],
  ["softmax", (x) => operations.softmax(x, { axis: 0 }), some(3, 2)],
  ["logSoftmax", (x) => operations.logSoftmax(x), some(2, 3)],
];
