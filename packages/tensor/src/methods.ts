import type { DType, Shape } from "@piecewise/spec";
import type { Operand } from "./elementwise.ts";
import { add, div, mul, neg, pow, square, sub } from "./ops/arithmetic.ts";
import { cast } from "./ops/cast.ts";
import { exp, log, sqrt } from "./ops/exponential.ts";
import { matmul } from "./ops/matmul.ts";
import { max, mean, min, sum, type ReduceOptions } from "./ops/reduce.ts";
import { reshape } from "./ops/reshape.ts";
import { slice, transpose, type Range } from "./ops/views.ts";
import { Tensor } from "./tensor.ts";

declare module "./tensor.ts" {
  /** What people chain: each method calls the function of the same name. */
  interface Tensor<S extends Shape = Shape, D extends DType = DType> {
    add(other: Operand): Tensor;
    sub(other: Operand): Tensor;
    mul(other: Operand): Tensor;
    div(other: Operand): Tensor;
    neg(): Tensor<S>;
    pow(exponent: Operand): Tensor;
    matmul(other: Tensor): Tensor;
    sum(options?: ReduceOptions): Tensor;
    mean(options?: ReduceOptions): Tensor;
    max(options?: ReduceOptions): Tensor;
    min(options?: ReduceOptions): Tensor;
    exp(): Tensor<S>;
    log(): Tensor<S>;
    sqrt(): Tensor<S>;
    square(): Tensor<S>;
    reshape<const T extends Shape>(shape: T): Tensor<T, D>;
    transpose(order?: readonly number[]): Tensor;
    slice(ranges: readonly (Range | number | null)[]): Tensor;
    cast<T extends DType>(dtype: T): Tensor<S, T>;
  }
}

const methods = {
  ...{ add, sub, mul, div, neg, pow, matmul, sum, mean, max, min, exp, log, sqrt, square },
  ...{ reshape, transpose, slice, cast },
};

for (const [name, operation] of Object.entries(methods))
  Object.defineProperty(Tensor.prototype, name, {
    value(this: Tensor, ...rest: unknown[]) {
      return (operation as (...args: unknown[]) => Tensor)(this, ...rest);
    },
  });
