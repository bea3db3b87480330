import * as operations from "@piecewise/tensor";
import { clip, tensor } from "@piecewise/tensor";
import { withoutGradient } from "./without-gradient.rows.test.ts";
import { apart, float64, positive, small, some, type Differentiable, type Row } from "./inputs.rows.test.ts";

const apartFrom = new Set([...withoutGradient.map(([name]) => name), "acosh"]);

/** Elementwise operations are found through the exports and tried between 0 and 1, where they are smooth; acosh begins at 1. */
const found = Object.entries(operations).flatMap(([name, f]): Row[] => {
  if (typeof f !== "function" || !("elementwise" in f) || apartFrom.has(name)) return [];
  const inputs = Array.from({ length: f.elementwise.inputs }, () => operations.sigmoid(some(2, 3)));
  return [[name, f as Differentiable, ...inputs]];
});

const arithmetic: Row[] = [
  ["add", operations.add, some(2, 3), some(3)],
  ["sub", operations.sub, some(2, 1), some(2, 3)],
  ["mul", operations.mul, some(2, 3), some(1, 3)],
  ["div", operations.div, some(2, 3), positive(3)],
  ["pow", operations.pow, positive(2, 3), some(3)],
  ["remainder", operations.remainder, apart(2, 3), tensor([5.01, 4.02, 3.1], float64)],
  ["fmod", operations.fmod, apart(2, 3), tensor([5.01, -4.02, 3.1], float64)],
  ["logAddExp", operations.logAddExp, some(2, 3), some(3)],
  ["maximum", operations.maximum, apart(2, 3), some(3)],
  ["minimum", operations.minimum, apart(2, 3), some(3)],
  ["where", (a, b) => operations.where(tensor([true, false, true]), a, b), some(2, 3), some(3)],
  ["clip", (x) => clip(x, { min: -0.5, max: 0.6 }), apart(5)],
];

const unary: Row[] = [
  ...(
    [
      "neg",
      "square",
      "exp",
      "expm1",
      "sigmoid",
      "erf",
      "sin",
      "cos",
      "sinh",
      "cosh",
      "tanh",
      "atan",
      "asinh",
    ] as const
  ).map((name): Row => [name, operations[name], some(5)]),
  ...(["abs", "sign", "floor", "ceil", "round", "trunc"] as const).map((name): Row => [
    name,
    operations[name],
    apart(5),
  ]),
  ...(["reciprocal", "log", "log1p", "log2", "log10", "sqrt", "rsqrt"] as const).map((name): Row => [
    name,
    operations[name],
    positive(5),
  ]),
  ...(["asin", "acos", "tan", "atanh"] as const).map((name): Row => [name, operations[name], small(5)]),
  ["atan2", operations.atan2, some(2, 3), positive(3)],
  ["acosh", operations.acosh, operations.add(positive(5), 0.6)],
  ["cast", (x) => operations.cast(x, x.dtype), some(3)],
];

export const elementwise: Row[] = [...found, ...arithmetic, ...unary];
