export { argSort } from "./arg-sort.ts";
export type { Backend, Kernel, Kernels, Memory } from "./backend.ts";
export { countedRows } from "./counted-rows.ts";
export {
  BackendError,
  CheckpointError,
  DataError,
  DTypeError,
  GradientError,
  outOfRange,
  PiecewiseError,
  ShapeError,
} from "./errors.ts";
export { fewestAxes } from "./fewest-axes.ts";
export type { ErrorName } from "./errors.ts";
export type {
  Activated,
  AlongAxis,
  Attributes,
  AveragePooling2d,
  Convolution2d,
  SoftmaxCrossEntropyAttributes,
  KernelName,
  MatmulAttributes,
  MaxPooling2d,
  PickAlongAxis,
  Pooling2d,
  View,
  Window2d,
} from "./kernels.ts";
export { bytesPerElement, newArray, shapeText, sizeOf, stridesOf } from "./shape.ts";
export type { ArrayOf, DType, Shape, TypedArray } from "./shape.ts";
