import type { Layer } from "@piecewise/layers";
import { DataError, scope, type Tensor } from "@piecewise/tensor";
import type { TensorBatch } from "./batch-tensors.ts";
import { joined, stepWith, sumsOf, type StepSums } from "./step-sums.ts";
import type { TrainStepOptions } from "./train-step.ts";

/**
 * One step of training on several batches: on the mean of their losses over all rows, as one large batch would have it, with the
 * memory of a small one. All memory but the loss that it returns is freed.
 *
 * @example
 * const model = linear(2, 1, { initializer: (shape) => zeros(shape), bias: false });
 * const batches = [1, 2].map((x) => ({ inputs: tensor([[x, 0]]), targets: tensor([[3]]) }));
 * const loss = accumulatedStep(model, batches, { loss: meanSquaredError, optimizer: sgd(model.parameters) });
 * await loss.item(); // 9
 */
export function accumulatedStep(
  model: Layer,
  batches: readonly TensorBatch[],
  options: TrainStepOptions,
): Tensor {
  return scope(() => {
    let sums: StepSums | undefined;
    for (const one of batches) sums = joined(sums, scope(() => sumsOf(model, one, options))); // prettier-ignore
    if (sums === undefined) throw new DataError("accumulatedStep", "got no batch; give at least one");
    return stepWith(sums, options);
  });
}
