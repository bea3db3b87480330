export * from "@piecewise/activations";
export * from "@piecewise/backend-js";
export * from "@piecewise/backend-wasm";
export * from "@piecewise/data";
export * from "@piecewise/diagnostics";
export * from "@piecewise/layers";
export * from "@piecewise/losses";
export * from "@piecewise/optimizers";
export * from "@piecewise/tensor";
export * from "@piecewise/training";

// Where a layer or an activation and an operation have the same name, the first is meant; `operations.conv2d` is the other.
export { logSoftmax, sigmoid, softmax, tanh } from "@piecewise/activations";
export type { Task } from "@piecewise/activations";
export type { BatchSource } from "@piecewise/data";
export { adaptiveAvgPool1d, adaptiveAvgPool2d, avgPool1d, avgPool2d } from "@piecewise/layers";
export { conv1d, conv2d, convTranspose1d, convTranspose2d, embedding } from "@piecewise/layers";
export { flatten, linear, maxPool1d, maxPool2d } from "@piecewise/layers";
export * as operations from "@piecewise/tensor";
// The straight line that a learning rate follows would be a third `linear`.
export { linear as linearSchedule } from "@piecewise/optimizers";
// The data package throws a class of its own with the same name: tell errors apart by `name`, not by instanceof.
export { DataError } from "@piecewise/tensor";
// What formulas are written with; `constant` and `scalar` would mean too much on their own.
export * as expressions from "@piecewise/expressions";
export { doctor } from "./doctor.ts";
export type { Doctor, Equipment } from "./doctor.ts";
export { backendNames, ready } from "./ready.ts";
export type { BackendName, ReadyOptions } from "./ready.ts";
