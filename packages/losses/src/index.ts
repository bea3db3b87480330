export { binaryCrossEntropyWithLogits } from "./binary-cross-entropy.ts";
export type { BinaryCrossEntropyOptions } from "./binary-cross-entropy.ts";
export { crossEntropy } from "./cross-entropy.ts";
export type { CrossEntropyOptions } from "./cross-entropy.ts";
export { reduceLosses } from "./reduction.ts";
export type { ReductionOption } from "./reduction.ts";
export { huber, meanSquaredError } from "./regression.ts";
export type { HuberOptions } from "./regression.ts";
