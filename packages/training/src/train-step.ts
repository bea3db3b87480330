import type { Layer } from "@piecewise/layers";
import type { Optimizer } from "@piecewise/optimizers";
import { backward, scope, type Random, type Tensor } from "@piecewise/tensor";
import type { TensorBatch } from "./batch-tensors.ts";
import type { Loss } from "./metrics.ts";

/** What one step needs besides the model and a batch. */
export interface TrainStepOptions {
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Where layers such as dropout draw their numbers. */
  readonly random?: Random;
  /** Sees the loss and the prediction before their memory is freed. */
  readonly watch?: (loss: Tensor, prediction: Tensor) => void;
}

/**
 * One step of training: prediction, loss, gradients, and the optimizer's change of the parameters. All memory but the loss
 * that it returns is freed.
 *
 * @example
 * const model = linear(2, 1, { initializer: (shape) => zeros(shape), bias: false });
 * const batch = { inputs: tensor([[1, 2]]), targets: tensor([[3]]) };
 * const loss = trainStep(model, batch, { loss: meanSquaredError, optimizer: sgd(model.parameters) });
 * await loss.item(); // 9
 */
export function trainStep(model: Layer, batch: TensorBatch, options: TrainStepOptions): Tensor {
  const { loss, optimizer, random, watch } = options;
  return scope(() => {
    const prediction = model(batch.inputs, { training: true, ...(random === undefined ? {} : { random }) });
    const value = loss(prediction, batch.targets);
    optimizer.step(backward(value));
    watch?.(value, prediction);
    return value;
  });
}
