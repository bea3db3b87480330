import * as operations from "@piecewise/tensor";
import { mul, normal, seeded, tensor, type Nested, type Tensor } from "@piecewise/tensor";

/** What to differentiate: a function, and inputs at which it is smooth. */
export type Row = readonly [name: string, f: Differentiable, ...inputs: Tensor[]];
/** What has no gradient, or one that is asked for elsewhere. */
export type ForwardRow = readonly [
  name: string,
  f: (...inputs: Tensor[]) => Tensor | Promise<Tensor>,
  ...inputs: Tensor[],
];
export type Differentiable = (...inputs: Tensor[]) => Tensor;

export const float64 = { dtype: "float64" } as const;
export const indices = (values: Nested) => tensor(values, { dtype: "int32" });
export const labels = () => indices([2, 0, 1]);
let drawn = 0;

/** Random numbers, different for each call. */
export const some = (...shape: number[]): Tensor => normal(shape, { ...float64, random: seeded(++drawn) });
/** Random numbers above one half. */
export const positive = (...shape: number[]): Tensor => operations.add(operations.abs(some(...shape)), 0.5);
/** Random numbers between −0.9 and 0.9. */
export const small = (...shape: number[]): Tensor => mul(operations.tanh(some(...shape)), 0.9);
/** Different numbers at least 0.37 apart and away from 0, 1, 3 and 6, where formulas have kinks. */
export const apart = (...shape: number[]): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Array.from({ length: size }, (_, i) => (((i * 7) % size) - size / 2) * 0.37 + 0.123);
  return tensor(Float64Array.from(values), { shape });
};
export const probabilities = (...shape: number[]): Tensor => operations.softmax(some(...shape));
