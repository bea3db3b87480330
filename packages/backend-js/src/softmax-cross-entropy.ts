import { countedRows, type SoftmaxCrossEntropyAttributes, type TypedArray } from "@piecewise/spec";

export function softmaxCrossEntropy(
  [loss, gradient]: readonly TypedArray[],
  [logits, labels]: readonly TypedArray[],
  attributes: SoftmaxCrossEntropyAttributes,
): void {
  const { classes, reduction } = attributes;
  const counted = countedRows(labels, attributes);
  const divisor = reduction === "mean" ? counted.length : 1;
  let total = 0;
  gradient.fill(0);
  if (reduction === "none") loss.fill(0);
  for (const row of counted) {
    const start = row * classes;
    const line = Float64Array.from(logits.subarray(start, start + classes));
    const largest = line.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = line.reduce((a, b) => a + Math.exp(b - largest), 0);
    const own = Math.log(sum) - (line[labels[row]] - largest);
    if (reduction === "none") loss[row] = own;
    total += own;
    for (let i = 0; i < classes; i++)
      gradient[start + i] = (Math.exp(line[i] - largest) / sum - (i === labels[row] ? 1 : 0)) / divisor;
  }
  if (reduction !== "none") loss.fill(total / divisor);
}
