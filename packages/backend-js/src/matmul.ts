import type { MatmulAttributes, TypedArray } from "@piecewise/spec";
import { multiply, pack, panelsFor } from "./product.ts";

export function matmul(
  [output]: readonly TypedArray[],
  [a, b, bias]: readonly TypedArray[],
  { batch, m, k, n, transposeA, transposeB, shareA, shareB }: MatmulAttributes,
): void {
  const [rows, columns] = [panelsFor(m, k), panelsFor(n, k)];
  const stridesA = transposeA ? { rowStride: 1, columnStride: m } : { rowStride: k, columnStride: 1 };
  const stridesB = transposeB ? { rowStride: k, columnStride: 1 } : { rowStride: 1, columnStride: n };
  if (bias !== undefined) for (let row = 0; row < batch * m; row++) output.set(bias, row * n);
  for (let p = 0; p < batch; p++) {
    if (p === 0 || !shareA) pack({ values: a, offset: p * m * k, ...stridesA }, rows);
    if (p === 0 || !shareB) pack({ values: b, offset: p * k * n, ...stridesB }, columns);
    multiply(rows, columns, { values: output, offset: p * m * n, rowStride: n, add: bias !== undefined });
  }
}
