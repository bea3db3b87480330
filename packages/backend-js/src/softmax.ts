import type { Attributes, TypedArray } from "@piecewise/spec";

export function softmax(
  [output]: readonly TypedArray[],
  [x]: readonly TypedArray[],
  { outer, size, inner, logarithm }: Attributes["softmax"],
): void {
  const row = new Float64Array(size);
  for (let o = 0; o < outer; o++) {
    for (let j = 0; j < inner; j++) {
      const start = o * size * inner + j;
      for (let i = 0; i < size; i++) row[i] = x[start + i * inner];
      if (logarithm) logSoftmaxRow(row);
      else softmaxRow(row);
      for (let i = 0; i < size; i++) output[start + i * inner] = row[i];
    }
  }
}

function softmaxRow(row: Float64Array): void {
  const max = largest(row);
  let total = 0;
  for (let i = 0; i < row.length; i++) total += row[i] = Math.exp(row[i] - max);
  for (let i = 0; i < row.length; i++) row[i] /= total;
}

function logSoftmaxRow(row: Float64Array): void {
  const max = largest(row);
  let total = 0;
  for (let i = 0; i < row.length; i++) total += Math.exp(row[i] - max);
  const logarithm = Math.log(total);
  for (let i = 0; i < row.length; i++) row[i] = row[i] - max - logarithm;
}

function largest(row: Float64Array): number {
  let max = -Infinity;
  for (let i = 0; i < row.length; i++) max = Math.max(max, row[i]);
  return max;
}
