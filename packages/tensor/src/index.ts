import "./methods.ts";

export { currentBackend, useBackend } from "./backend.ts";
export { arange, eye, fromBuffer, full, linspace, ones, parameter, tensor, zeros } from "./create.ts";
export type { DTypeOption, ShapeOf } from "./create.ts";
export { elementwise } from "./elementwise.ts";
export type {
  Binary,
  Elementwise,
  Operand,
  Settings,
  SlopeFromOutput,
  Ternary,
  Unary,
} from "./elementwise.ts";
export { customGradient, grad, stopGradient, valueAndGrad } from "./grad.ts";
export type { CustomRule, Differentiable } from "./grad.ts";
export { hessian, hessianVectorProduct, jacobian } from "./jacobian.ts";
export { memory, scope } from "./memory.ts";
export { adaptiveAvgPool1d, adaptiveAvgPool2d } from "./ops/adaptive-pooling.ts";
export { argmax, argmin, cumulativeSum } from "./ops/along-axis.ts";
export type { ArgOptions } from "./ops/along-axis.ts";
export {
  abs,
  add,
  clip,
  div,
  maximum,
  minimum,
  mul,
  neg,
  pow,
  reciprocal,
  remainder,
  sign,
  square,
} from "./ops/arithmetic.ts";
export { sub, where } from "./ops/arithmetic.ts";
export { meshgrid, repeatInterleave, roll, swapAxes } from "./ops/arrange.ts";
export { cast } from "./ops/cast.ts";
export {
  equal,
  greater,
  greaterEqual,
  isFinite,
  isNaN,
  less,
  lessEqual,
  notEqual,
} from "./ops/comparison.ts";
export { logicalAnd, logicalNot, logicalOr } from "./ops/comparison.ts";
export { convTranspose1d, convTranspose2d } from "./ops/conv-transpose.ts";
export type { ConvTranspose1dOptions, ConvTranspose2dOptions } from "./ops/conv-transpose.ts";
export { conv1d } from "./ops/conv1d.ts";
export type { Conv1dOptions } from "./ops/conv1d.ts";
export { conv2d } from "./ops/conv2d.ts";
export type { Conv2dOptions } from "./ops/conv2d.ts";
export { einsum } from "./ops/einsum.ts";
export { erf, exp, expm1, log, log1p, rsqrt, sigmoid, sqrt } from "./ops/exponential.ts";
export { embedding, gather, indexSelect, oneHot } from "./ops/indexing.ts";
export { acosh, asinh, atanh } from "./ops/inverse-hyperbolic.ts";
export { concat, stack, tile } from "./ops/join.ts";
export { linear } from "./ops/linear.ts";
export type { LinearOptions } from "./ops/linear.ts";
export { log10, log2, logAddExp } from "./ops/logarithms.ts";
export { maskedSelect, nonZero } from "./ops/masked.ts";
export { dot, matmul, outer } from "./ops/matmul.ts";
export type { MatmulOptions } from "./ops/matmul.ts";
export { pad } from "./ops/pad.ts";
export type { PadOptions } from "./ops/pad.ts";
export { avgPool1d, avgPool2d, maxPool1d, maxPool2d, maxPool2dWithIndices } from "./ops/pooling.ts";
export type { AvgPool1dOptions, AvgPool2dOptions, Pool1dOptions, Pool2dOptions } from "./ops/pooling.ts";
export { prod } from "./ops/product.ts";
export { all, any, max, mean, min, sum } from "./ops/reduce.ts";
export type { ReduceOptions } from "./ops/reduce.ts";
export { expandDims, flatten, reshape, squeeze } from "./ops/reshape.ts";
export { ceil, floor, fmod, round, trunc } from "./ops/rounding.ts";
export { cumulativeMax, cumulativeMin, cumulativeProduct, logCumulativeSumExp } from "./ops/scan.ts";
export type { ScanOptions } from "./ops/scan.ts";
export { indexAdd, scatter, scatterAdd, takeAlongAxis } from "./ops/scatter.ts";
export type { Window1dOptions } from "./ops/sequence.ts";
export { logSoftmax, softmax } from "./ops/softmax.ts";
export type { AxisOption } from "./ops/softmax.ts";
export { softmaxCrossEntropy } from "./ops/softmax-cross-entropy.ts";
export type { SoftmaxCrossEntropyOptions } from "./ops/softmax-cross-entropy.ts";
export { argsort, kthValue, median, sort, topK } from "./ops/sort.ts";
export type { Picked, SortOptions } from "./ops/sort.ts";
export { logSumExp, norm, standardDeviation, variance } from "./ops/statistics.ts";
export type { VarianceOptions } from "./ops/statistics.ts";
export { tril, triu } from "./ops/triangle.ts";
export type { DiagonalOption } from "./ops/triangle.ts";
export { acos, asin, atan, atan2, cos, cosh, sin, sinh, tan, tanh } from "./ops/trigonometry.ts";
export { broadcastTo, diagonal, flip, slice, split, transpose } from "./ops/views.ts";
export type { Range } from "./ops/views.ts";
export type { Padding, Pair, WindowOptions } from "./ops/window.ts";
export { Parameter, update, updateAndSum } from "./parameter.ts";
export type { UpdateGroup } from "./parameter.ts";
export { normal, Random, seed, seeded, sharedRandom, uniform } from "./random.ts";
export type { DrawOptions, RandomState } from "./random.ts";
export { noGrad } from "./run.ts";
export type { InnerSizesAgree, MatmulShape, SameSize, Transposed } from "./shapes.ts";
export { backward, Gradients } from "./tape.ts";
export { requireFloat, requireTensor, Tensor } from "./tensor.ts";
export type { GradientRule, Nested, Origin } from "./tensor.ts";
export {
  BackendError,
  CheckpointError,
  DataError,
  DTypeError,
  GradientError,
  PiecewiseError,
  ShapeError,
} from "@piecewise/spec";
export { shapeText } from "@piecewise/spec";
export type { Backend, DType, Shape, TypedArray } from "@piecewise/spec";
