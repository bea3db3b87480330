import { batches, dataset, type Batch, type BatchSource, type Dataset, type Rows } from "@piecewise/data";
import type { Layer } from "@piecewise/layers";
import { concat, noGrad, scope, type Tensor } from "@piecewise/tensor";
import { checkData, walk } from "./batch-source.ts";
import { inputTensor, toTensors } from "./batch-tensors.ts";
import type { Loss } from "./loss.ts";
import type { Metric } from "./metric.ts";
import { turnsForOthers } from "./turns-for-others.ts";
import { Totals, type Means } from "./totals.ts";

/** What to measure, and how many rows at a time. */
export interface EvaluateOptions {
  readonly loss: Loss;
  readonly metrics?: readonly Metric[];
  readonly batchSize?: number;
}

/**
 * The means of the loss and the metrics over a data set, without training.
 *
 * @example
 * const model = linear(2, 2, { initializer: (shape) => zeros(shape), bias: false });
 * const means = await evaluate(model, xor({ count: 100, seed: 0 }), { loss: crossEntropy });
 * means.loss; // 0.693147
 */
export async function evaluate(
  model: Layer,
  data: Dataset | BatchSource,
  options: EvaluateOptions,
): Promise<Means> {
  const { loss, metrics = [], batchSize = 256 } = options;
  checkData(data);
  const [totals, turn] = [new Totals(metrics), turnsForOthers()];
  try {
    for await (const batch of walk(data, { batchSize })) {
      addBatch(model, batch, loss, totals);
      await turn();
    }
    return await totals.means();
  } finally {
    totals.dispose();
  }
}

function addBatch(model: Layer, batch: Batch, loss: Loss, totals: Totals): void {
  scope(() => {
    noGrad(() => {
      const { inputs, targets } = toTensors(batch);
      const prediction = model(inputs);
      totals.add(loss(prediction, targets), prediction, targets);
    });
  });
}

/** The model's output for every row, in order: [rows, …]. */
export function predict(model: Layer, inputs: Rows, options: { readonly batchSize?: number } = {}): Tensor {
  const { batchSize = 256 } = options;
  const targets = { data: new Int32Array(inputs.shape[0]), shape: [inputs.shape[0]] };
  const rows = dataset({ inputs, targets });
  return scope(() =>
    noGrad(() => {
      const parts = [...batches(rows, { size: batchSize })].map((batch) =>
        scope(() => model(inputTensor(batch.inputs))),
      );
      return concat(parts);
    }),
  );
}
