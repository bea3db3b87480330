import type { Batch } from "@piecewise/data";
import type { Layer } from "@piecewise/layers";
import { scope, type Tensor } from "@piecewise/tensor";
import { toTensors } from "./batch-tensors.ts";
import { free, joined, sumsOf, type StepSums } from "./step-gradients.ts";
import type { Totals } from "./totals.ts";
import { stepWith, trainStep, type TrainStepOptions } from "./train-step.ts";

/** What a step needs besides the model and its batches. */
export interface StepOptions extends Omit<TrainStepOptions, "watch"> {
  readonly totals: Totals;
  /** Called between batches, so that other work has its turn. */
  readonly turn: () => Promise<void>;
}

/** One step on some batches of data. Gives its loss; all other memory is freed, whatever happens. */
export async function takeStep(
  model: Layer,
  batches: readonly Batch[],
  options: StepOptions,
): Promise<Tensor> {
  if (batches.length === 1) return onTensors(batches[0], options, (batch, watch) => trainStep(model, batch, { ...options, watch })); // prettier-ignore
  let sums: StepSums | undefined;
  try {
    for (const batch of batches) {
      sums = joined(sums, onTensors(batch, options, (tensors, watch) => sumsOf(model, tensors, { ...options, watch }))); // prettier-ignore
      await options.turn();
    }
    return scope(() => stepWith(sums!, options));
  } finally {
    if (sums !== undefined) free(sums);
  }
}

/** Does something with a batch on the backend, and counts what it watches among the totals. */
function onTensors<T>(
  batch: Batch,
  { totals }: StepOptions,
  body: (tensors: ReturnType<typeof toTensors>, watch: (loss: Tensor, prediction: Tensor) => void) => T,
): T {
  return scope(() => {
    const tensors = toTensors(batch);
    return body(tensors, (loss, prediction) => totals.add(loss, prediction, tensors.targets));
  });
}
