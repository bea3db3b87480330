import type { Tensor } from "@piecewise/tensor";

/** A loss: one number to make smaller, from predictions and targets. */
export type Loss = (prediction: Tensor, target: Tensor) => Tensor;
