import type { SoftmaxCrossEntropyAttributes } from "@piecewise/spec";
import type { Numbers, Result } from "./result.ts";

/** Terms of a row's loss are as large as the largest distance between its logits; of its gradient, as 1. */
export function softmaxCrossEntropy(
  [logits, labels]: readonly Numbers[],
  { rows, classes, ignoreIndex, reduction }: SoftmaxCrossEntropyAttributes,
): Result[] {
  const all = Array.from({ length: rows }, (_, row) => row);
  const counted = all.filter((row) => labels[row] !== ignoreIndex);
  const divisor = reduction === "mean" ? counted.length : 1;
  const line = (row: number) => Array.from({ length: classes }, (_, i) => logits[row * classes + i]);
  const losses = all.map((row) => (labels[row] === ignoreIndex ? 0 : lossOf(line(row), labels[row])));
  const sizes = all.map((row) => 1 + Math.abs(losses[row]));
  const total = (of: readonly number[]) => of.reduce((a, b) => a + b, 0) / divisor;
  const gradient = all.flatMap((row) =>
    line(row).map((_, i) =>
      labels[row] === ignoreIndex ? 0 : (softmaxAt(line(row), i) - Number(i === labels[row])) / divisor,
    ),
  );
  const loss =
    reduction === "none"
      ? { values: losses, magnitudes: sizes }
      : { values: [total(losses)], magnitudes: [total(sizes)] };
  const spread = all.flatMap((row) => line(row).map((x) => 1 + Math.max(...line(row)) - x));
  return [loss, { values: gradient, magnitudes: spread.map((size) => size / Math.max(divisor, 1)) }];
}

function lossOf(line: readonly number[], label: number): number {
  const largest = Math.max(...line);
  return Math.log(line.reduce((sum, x) => sum + Math.exp(x - largest), 0)) - (line[label] - largest);
}

function softmaxAt(line: readonly number[], i: number): number {
  const largest = Math.max(...line);
  return Math.exp(line[i] - largest) / line.reduce((sum, x) => sum + Math.exp(x - largest), 0);
}
