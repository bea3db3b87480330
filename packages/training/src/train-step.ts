import type { Layer } from "@piecewise/layers";
import type { Optimizer } from "@piecewise/optimizers";
import { backward, scope, type Gradients, type Random, type Tensor } from "@piecewise/tensor";
import type { TensorBatch } from "./batch-tensors.ts";
import type { Loss } from "./loss.ts";

/** What one step needs besides the model and a batch. */
export interface TrainStepOptions {
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Where layers such as dropout draw their numbers. */
  readonly random?: Random;
  /** Limits the gradients before the optimizer gets them: `clipTo({ norm: 1 })`, or a function of your own. */
  readonly clip?: ((gradients: Gradients) => Gradients) | undefined;
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
 * const options = { loss: meanSquaredError, optimizer: sgd(model.parameters), clip: clipTo({ norm: 1 }) };
 * await trainStep(model, batch, options).item(); // 9
 */
export function trainStep(model: Layer, batch: TensorBatch, options: TrainStepOptions): Tensor {
  return scope(() => {
    const value = lossOf(model, batch, options);
    const gradients = backward(value);
    options.optimizer.step(options.clip?.(gradients) ?? gradients);
    return value;
  });
}

/** The model's loss on a batch, in training. */
export function lossOf(
  model: Layer,
  { inputs, targets }: TensorBatch,
  { loss, random, watch }: Pick<TrainStepOptions, "loss" | "random" | "watch">,
): Tensor {
  const prediction = model(inputs, { training: true, ...(random && { random }) });
  const value = loss(prediction, targets);
  watch?.(value, prediction);
  return value;
}
