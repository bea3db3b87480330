export * from "@piecewise/activations";
export * from "@piecewise/backend-js";
export * from "@piecewise/data";
export * from "@piecewise/diagnostics";
export * from "@piecewise/layers";
export * from "@piecewise/losses";
export * from "@piecewise/optimizers";
export * from "@piecewise/tensor";
export * from "@piecewise/training";

// Where a layer or an activation and an operation have the same name, the first is meant; `operations.conv2d` is the other.
export { logSoftmax, sigmoid, softmax, tanh } from "@piecewise/activations";
export { avgPool2d, conv2d, flatten, maxPool2d } from "@piecewise/layers";
export { DataError } from "@piecewise/tensor";
export * as operations from "@piecewise/tensor";
export { ready } from "./ready.ts";
