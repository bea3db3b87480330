import { outOfRange } from "./errors.ts";
import type { SoftmaxCrossEntropyAttributes } from "./kernels.ts";
import type { TypedArray } from "./shape.ts";

/** The rows whose label `softmaxCrossEntropy` does not ignore. Throws at a label that names no class. */
export function countedRows(
  labels: TypedArray,
  { rows, classes, ignoreIndex }: SoftmaxCrossEntropyAttributes,
): number[] {
  const counted: number[] = [];
  for (let row = 0; row < rows; row++) {
    const label = labels[row];
    if (label === ignoreIndex) continue;
    if (!(label >= 0 && label < classes))
      throw outOfRange("softmaxCrossEntropy", "label", label, row, classes);
    counted.push(row);
  }
  return counted;
}
