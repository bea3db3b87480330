import * as activations from "@piecewise/activations";
import * as operations from "@piecewise/tensor";
import { apart, some, type Row } from "./inputs.rows.test.ts";

export const products: Row[] = [
  ["matmul", operations.matmul, some(2, 3), some(3, 4)],
  ...[true, false].flatMap((transposeA) =>
    [true, false].map((transposeB): Row => {
      const [a, b] = [transposeA ? some(3, 2) : some(2, 3), transposeB ? some(4, 3) : some(3, 4)];
      return ["matmul", (x, y) => operations.matmul(x, y, { transposeA, transposeB }), a, b];
    }),
  ),
  ["matmul", operations.matmul, some(2, 1, 2, 3), some(3, 3, 2)],
  ["matmul", operations.matmul, some(3), some(3, 2)],
  ["matmul", operations.matmul, some(2, 2, 3), some(3, 2)],
  ["linear", (x, w, bias) => operations.linear(x, w, bias), some(2, 3), some(4, 3), some(4)],
  ["linear", (x, w) => operations.linear(x, w), some(2, 2, 3), some(4, 3)],
  ...[activations.relu, activations.relu6, activations.tanh].map((activation): Row => {
    const options = { activation };
    return ["linear", (x, w, bias) => operations.linear(x, w, bias, options), apart(2, 3), apart(4, 3), apart(4)]; // prettier-ignore
  }),
  ["einsum", (x, y) => operations.einsum("...ij,kj->k...i", x, y), some(2, 2, 3), some(4, 3)],
  ["einsum", (x) => operations.einsum("iji->j", x), some(2, 3, 2)],
  ["einsum", (x, y, z) => operations.einsum("bn,anm,bm->ba", x, y, z), some(2, 3), some(2, 3, 2), some(2, 2)],
  ["dot", operations.dot, some(3), some(3)],
  ["outer", operations.outer, some(2), some(3)],
];
