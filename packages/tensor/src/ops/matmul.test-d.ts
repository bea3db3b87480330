import type { Shape } from "@piecewise/spec";
import { tensor, zeros } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { exp } from "./exponential.ts";
import { matmul } from "./matmul.ts";
import { reshape } from "./reshape.ts";
import { transpose } from "./views.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** `is<Expected>()(value, true)` compiles only if the value has exactly that type. */
const is =
  <Expected>() =>
  <Actual>(_value: Actual, _same: Same<Actual, Expected>): void => {};

const [x, w] = [zeros([64, 784]), zeros([784, 10])];
const y = matmul(x, w);
is<readonly [64, 10]>()(y.shape, true);

// @ts-expect-error matmul: inner sizes 784 and 128 differ
matmul(x, zeros([128, 10]));
// @ts-expect-error matmul: inner sizes 2 and 1 differ
matmul(tensor([[1, 2]]), tensor([[3, 4]])); // prettier-ignore
// @ts-expect-error matmul: inner sizes 784 and 10 differ
matmul(x, transpose(w));
// @ts-expect-error matmul: inner sizes 10 and 784 differ, after two operations that keep shapes in sight
matmul(exp(y), reshape(zeros([7840]), [784, 10]));

const back = matmul(y, transpose(w));
is<readonly [64, 784]>()(back.shape, true);

// Sizes that are known at run time only are checked then.
const size: number = Number("784");
const unknown = zeros([size, 10]);
is<readonly [number, 10]>()(unknown.shape, true);
const half = matmul(x, unknown);
is<readonly [64, 10]>()(half.shape, true);
const plain: Tensor = x;
const result = matmul(plain, w);
is<Shape>()(result.shape, true);

// With options, vectors and batches too.
matmul(x, zeros([10, 784]), { transposeB: true });
matmul(zeros([784]), w);
matmul(zeros([3, 64, 784]), w);
