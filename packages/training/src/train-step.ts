import type { Layer } from "@piecewise/layers";
import type { Optimizer } from "@piecewise/optimizers";
import { backward, scope, type Random, type Tensor } from "@piecewise/tensor";
import type { TensorBatch } from "./batch-tensors.ts";
import type { Loss } from "./metrics.ts";
import { observedContext, observedStep, type StepObserver } from "./step-observer.ts";

/** What one step needs besides the model and a batch. */
export interface TrainStepOptions {
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Where layers such as dropout draw their numbers. */
  readonly random?: Random;
  /** Sees the loss and the prediction before their memory is freed. */
  readonly watch?: (loss: Tensor, prediction: Tensor) => void;
  /** Looks into this step: what flows between the stages, and how much was changed. */
  readonly observer?: StepObserver | undefined;
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
  const { loss, optimizer, random, watch, observer } = options;
  return scope(() => {
    const context = { training: true, ...(random === undefined ? {} : { random }) };
    const prediction = model(batch.inputs, observedContext(context, observer));
    const value = loss(prediction, batch.targets);
    observer?.onLoss({ value, prediction, targets: batch.targets, loss });
    observedStep(optimizer, backward(value), observer);
    watch?.(value, prediction);
    return value;
  });
}
