import type { Batch, Rows } from "@piecewise/data";
import { cast, tensor, type Tensor } from "@piecewise/tensor";

/** A batch on the backend. */
export interface TensorBatch {
  readonly inputs: Tensor;
  readonly targets: Tensor;
}

/** Puts a batch on the backend: inputs as float32, targets as numbers (float32) or labels (int32). */
export function toTensors({ inputs, targets }: Batch): TensorBatch {
  return { inputs: inputTensor(inputs), targets: tensor(targets.data, { shape: targets.shape }) };
}

/** Rows as float32, which is what layers take. */
export function inputTensor({ data, shape }: Rows): Tensor {
  const x = tensor(data, { shape });
  return x.dtype === "float32" ? x : cast(x, "float32");
}
