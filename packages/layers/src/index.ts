export { batchNorm2d } from "./batch-norm2d.ts";
export type { BatchNormOptions } from "./batch-norm2d.ts";
export { conv2d } from "./conv2d.ts";
export type { Conv2dLayerOptions } from "./conv2d.ts";
export { dropout } from "./dropout.ts";
export { flatten } from "./flatten.ts";
export {
  defaultUniform,
  kaimingNormal,
  kaimingUniform,
  lecunNormal,
  xavierNormal,
  xavierUniform,
} from "./initializers.ts";
export type { Initializer, InitializerOptions, KaimingOptions } from "./initializers.ts";
export { isLayer, keeping, layer, namedParameters } from "./layer.ts";
export type { Chained, Context, KeepsFeatures, Layer, Making, Stage } from "./layer.ts";
export { linear } from "./linear.ts";
export type { WeightOptions } from "./linear.ts";
export { avgPool2d, maxPool2d } from "./pooling.ts";
export { sequential } from "./sequential.ts";
export { summary, summaryRows } from "./summary.ts";
export type { SummaryRow } from "./summary.ts";
