import type { Batch, Rows } from "@piecewise/data";
import { cast, tensor, type Tensor } from "@piecewise/tensor";

/** A batch on the backend. */
export interface TensorBatch {
  readonly inputs: Tensor;
  readonly targets: Tensor;
}

/** Puts a batch on the backend: inputs as {@link inputTensor} does, targets as numbers (float32) or labels (int32). */
export function toTensors({ inputs, targets }: Batch): TensorBatch {
  return { inputs: inputTensor(inputs), targets: tensor(targets.data, { shape: targets.shape }) };
}

/** Rows as layers take them: an `Int32Array` holds indices for an embedding and stays int32, all else is float32. */
export function inputTensor({ data, shape }: Rows): Tensor {
  const x = tensor(data, { shape });
  return data instanceof Uint8Array ? cast(x, "float32") : x;
}
