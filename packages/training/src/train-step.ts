import type { Layer } from "@piecewise/layers";
import type { Optimizer } from "@piecewise/optimizers";
import { backward, DataError, scope, type Tensor } from "@piecewise/tensor";
import type { TensorBatch } from "./batch-tensors.ts";
import {
  free,
  joined,
  limited,
  lossOf,
  meanOf,
  sumsOf,
  type Clip,
  type Forward,
  type StepSums,
} from "./step-gradients.ts";
import { observedStep } from "./step-observer.ts";

/** What one step needs besides the model and a batch. */
export interface TrainStepOptions extends Forward {
  readonly optimizer: Optimizer;
  /** Limits the gradients before the optimizer gets them. */
  readonly clip?: Clip | undefined;
}

/**
 * One step of training: prediction, loss, gradients, and the optimizer's change of the parameters. Several batches make one
 * step, too, on the mean of their losses over all rows: as one large batch would, with the memory of a small one. All memory
 * but the loss that it returns is freed.
 *
 * @example
 * const model = linear(2, 1, { initializer: (shape) => zeros(shape), bias: false });
 * const batch = { inputs: tensor([[1, 2]]), targets: tensor([[3]]) };
 * const options = { loss: meanSquaredError, optimizer: sgd(model.parameters), clip: { norm: 1 } };
 * await trainStep(model, batch, options).item(); // 9
 * trainStep(model, [batch, batch], options).shape; // []
 */
export function trainStep(
  model: Layer,
  batch: TensorBatch | readonly TensorBatch[],
  options: TrainStepOptions,
): Tensor {
  if ("inputs" in batch) return scope(() => stepOn(model, batch, options));
  return scope(() => {
    let sums: StepSums | undefined;
    for (const one of batch) sums = joined(sums, scope(() => sumsOf(model, one, options))); // prettier-ignore
    if (sums === undefined) throw new DataError("trainStep", "got no batch; give at least one");
    return stepWith(sums, options);
  });
}

function stepOn(model: Layer, batch: TensorBatch, options: TrainStepOptions): Tensor {
  const loss = lossOf(model, batch, options);
  observedStep(options.optimizer, limited(backward(loss), options.clip), options.observer);
  return loss;
}

/** Lets the optimizer take its step with what batches came to, and frees that; gives their mean loss. */
export function stepWith(
  sums: StepSums,
  { optimizer, clip, observer }: Pick<TrainStepOptions, "optimizer" | "clip" | "observer">,
): Tensor {
  const { loss, gradients } = meanOf(sums);
  free(sums);
  observedStep(optimizer, limited(gradients, clip), observer);
  return loss;
}
