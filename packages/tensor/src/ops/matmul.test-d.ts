import type { Shape } from "@piecewise/spec";
import { tensor, zeros } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { matmul } from "./matmul.ts";
import { transpose } from "./views.ts";

/** Compiles only if the two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never;
const same = <A, B>(_: Same<A, B>): void => {};

const product = matmul(zeros([64, 784]), zeros([784, 10]));
same<typeof product.shape, readonly [64, 10]>(true);

// @ts-expect-error matmul: inner sizes 784 and 128 differ
matmul(zeros([64, 784]), zeros([128, 10]));
// @ts-expect-error matmul: inner sizes 3 and 2 differ
matmul(
  tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]),
  zeros([2, 2]),
);
