import type { MatmulAttributes } from "@piecewise/spec";
import { float, type Case } from "../case.ts";
import { numbers } from "../numbers.ts";
import { leaky, smooth } from "./activations.ts";

type Sizes = readonly [m: number, k: number, n: number];

const plain = { batch: 1, transposeA: false, transposeB: false, shareA: false, shareB: false };

function product(title: string, [m, k, n]: Sizes, more: Partial<MatmulAttributes> = {}): Case<"matmul"> {
  const attributes = { ...plain, m, k, n, ...more };
  const { batch, shareA, shareB } = attributes;
  return {
    title,
    inputs: [float(numbers((shareA ? 1 : batch) * m * k)), float(numbers((shareB ? 1 : batch) * k * n, 1))],
    attributes,
    outputs: ["float"],
  };
}

// Around the edges of register tiles of 4, 5, 8 and 16 rows or columns.
const sizes: readonly Sizes[] = [
  [1, 1, 1],
  [1, 5, 1],
  [1, 33, 17],
  [33, 7, 1],
  [3, 1, 33],
  [2, 3, 4],
  [4, 4, 4],
  [5, 7, 3],
  [7, 8, 9],
  [8, 8, 8],
  [9, 17, 15],
  [16, 16, 16],
  [17, 33, 5],
  [31, 3, 12],
  [32, 10, 24],
  [13, 300, 6],
];
const transposed: readonly Sizes[] = [
  [1, 5, 3],
  [5, 7, 3],
  [9, 17, 15],
  [16, 8, 32],
];
function withBias(of: Case<"matmul">): Case<"matmul"> {
  const bias = float(numbers(of.attributes.n, 2));
  return { ...of, title: `${of.title}, and adds a bias`, inputs: [...of.inputs, bias] };
}

/** The same, with the activations that are not flat, so that the size of an error stays what it was. */
function activated(of: Case<"matmul">): Case<"matmul">[] {
  return [leaky, smooth].map((activation) => ({
    ...of,
    title: `${of.title}, and then takes ${activation.formula.key}`,
    attributes: { ...of.attributes, activation },
  }));
}

const both = [false, true];
const forms = both.flatMap((transposeA) => both.map((transposeB) => ({ transposeA, transposeB })));
const shares = both.flatMap((shareA) => both.map((shareB) => ({ shareA, shareB })));
const textOf = (sizes: Sizes) => sizes.join(" × ");

export const matmul: readonly Case<"matmul">[] = [
  {
    ...product("multiplies small matrices", [2, 3, 2]),
    inputs: [float([1, 2, 3, 4, 5, 6]), float([7, 8, 9, 10, 11, 12])],
    expected: [[58, 64, 139, 154]],
  },
  ...sizes.map((size) => product(`multiplies ${textOf(size)}`, size)),
  ...forms.flatMap(({ transposeA, transposeB }) =>
    transposed.map((size) =>
      product(`multiplies ${transposeA ? "aᵀ" : "a"} · ${transposeB ? "bᵀ" : "b"}, ${textOf(size)}`, size, {
        transposeA,
        transposeB,
      }),
    ),
  ),
  ...forms.flatMap((form) =>
    shares.map((share) =>
      product(`multiplies a batch with ${JSON.stringify({ ...form, ...share })}`, [5, 6, 7], {
        batch: 3,
        ...form,
        ...share,
      }),
    ),
  ),
  ...[...sizes, [3, 1100, 10] as const].map((size) =>
    withBias(product(`multiplies ${textOf(size)}`, size, { transposeB: true })),
  ),
  withBias(product("multiplies a batch", [5, 6, 7], { batch: 3 })),
  withBias(product("takes empty sums", [3, 0, 5])),
  ...(
    [
      [5, 7, 3],
      [33, 17, 9],
      [3, 1100, 10],
      [3, 0, 5],
    ] as const
  ).flatMap((size) => activated(withBias(product(`multiplies ${textOf(size)}`, size)))),
  ...activated(product("multiplies a batch", [5, 6, 7], { batch: 3 })),
  product("multiplies no matrices", [2, 3, 4], { batch: 0 }),
  product("gives no rows", [0, 3, 4]),
  product("gives no columns", [3, 4, 0]),
  { ...product("gives zeros for empty sums", [3, 0, 5]), expected: [new Array<number>(15).fill(0)] },
  {
    ...product("keeps NaN and infinities in their rows", [3, 2, 2]),
    inputs: [float([1, NaN, Infinity, 0, 2, 3]), float([1, 0, 2, 4])],
    expected: [[NaN, NaN, Infinity, NaN, 8, 12]],
  },
];
