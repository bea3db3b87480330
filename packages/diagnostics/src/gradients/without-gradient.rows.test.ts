import * as operations from "@piecewise/tensor";
import { tensor, type Tensor } from "@piecewise/tensor";
import { apart, float64, indices, some, type ForwardRow } from "./inputs.rows.test.ts";

const special = () => tensor([1, NaN, Infinity, -Infinity, 0], float64);
const flags = (...values: boolean[]) => tensor(values);

/** Operations whose result does not change with their inputs bit by bit; and `maskedSelect`, whose gradient its own test asks for. */
export const withoutGradient: readonly ForwardRow[] = [
  ...(["equal", "notEqual", "less", "lessEqual", "greater", "greaterEqual"] as const).map(
    (name): ForwardRow => [
      name,
      (a, b) => operations[name](a, b),
      tensor([1, 2, 3, NaN], float64),
      tensor([2, 2, 2, 2], float64),
    ],
  ),
  ...(["logicalAnd", "logicalOr"] as const).map((name): ForwardRow => [
    name,
    (a, b) => operations[name](a, b),
    flags(true, true, false, false),
    flags(true, false, true, false),
  ]),
  ["logicalNot", (x) => operations.logicalNot(x), flags(true, false)],
  ["isNaN", (x) => operations.isNaN(x), special()],
  ["isFinite", (x) => operations.isFinite(x), special()],
  ["any", (x) => operations.any(x, { axis: 1 }), flags(true, false, false, false).reshape([2, 2])],
  ["all", (x) => operations.all(x, { axis: 0 }), flags(true, false, true, true).reshape([2, 2])],
  ["argmax", (x) => operations.argmax(x, { axis: 1 }), apart(3, 4)],
  ["argmin", (x) => operations.argmin(x, { axis: 0 }), apart(3, 4)],
  ["argsort", (x) => operations.argsort(x, { descending: true }), apart(3, 5)],
  ["oneHot", (x) => operations.oneHot(x, 4), indices([3, 0, 1])],
  ["nonZero", (x: Tensor) => operations.nonZero(x), tensor([0, 1, 0, 2], float64)],
  ["maskedSelect", (x: Tensor) => operations.maskedSelect(x, tensor([true, false, true])), some(3)],
];
