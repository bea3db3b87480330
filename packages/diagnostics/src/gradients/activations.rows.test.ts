import * as activations from "@piecewise/activations";
import { seeded, type Tensor } from "@piecewise/tensor";
import { apart, some, type Row } from "./inputs.rows.test.ts";

const found = Object.entries(activations).flatMap(([name, f]): Row[] =>
  typeof f === "function" && "derivative" in f ? [[name, f as (x: Tensor) => Tensor, apart(14)]] : [],
);
const others: Row[] = [
  ["softmin", (x) => activations.softmin(x), some(2, 3)],
  ["softmax", (x) => activations.softmax(x), some(2, 3)],
  ["logSoftmax", (x) => activations.logSoftmax(x), some(2, 3)],
  ["glu", (x) => activations.glu(x), some(2, 4)],
  ["swiglu", (x) => activations.swiglu(x), some(2, 4)],
  ["maxout", (x) => activations.maxout(x, { pieces: 2 }), apart(2, 4)],
  ["prelu", activations.prelu, apart(2, 3), some(3)],
  ["rrelu", (x) => activations.rrelu(x), apart(5)],
];

/** These draw other numbers in another dtype. */
export const drawing: Row[] = [
  ["rrelu", (x) => activations.rrelu(x, { training: true, random: seeded(3) }), apart(5)],
];

export const activationRows: Row[] = [...found, ...others];
