import type { Shape } from "@piecewise/spec";
import { eye, full, linspace, ones, parameter, tensor, zeros } from "./create.ts";
import { cast } from "./ops/cast.ts";
import { sum } from "./ops/reduce.ts";
import { reshape } from "./ops/reshape.ts";
import { broadcastTo, transpose } from "./ops/views.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** `is<Expected>()(value, true)` compiles only if the value has exactly that type. */
const is =
  <Expected>() =>
  <Actual>(_value: Actual, _same: Same<Actual, Expected>): void => {};

// Shapes of nested arrays, as deep as they go.
const [number, row, matrix] = [tensor(3), tensor([1, 2, 3]), tensor([[1, 2], [3, 4], [5, 6]])]; // prettier-ignore
is<readonly []>()(number.shape, true);
is<readonly [3]>()(row.shape, true);
is<readonly [3, 2]>()(matrix.shape, true);
is<readonly [2, 3]>()(matrix.shape, false);

// Lengths that are known at run time only are numbers.
const rows: number[][] = [];
const loaded = tensor(rows);
is<readonly [number, number]>()(loaded.shape, true);

// The dtype follows the values, or is given.
is<"float32">()(row.dtype, true);
const truths = tensor([true, false]);
is<"bool">()(truths.dtype, true);
const wide = tensor([1, 2], { dtype: "float64" });
is<Promise<Float64Array>>()(wide.data(), true);
const whole = zeros([2], { dtype: "int32" });
is<"int32">()(whole.dtype, true);

// A typed array has the shape it is given.
const image = tensor(new Float32Array(784), { shape: [28, 28] });
is<readonly [28, 28]>()(image.shape, true);

// Makers and operations on shapes.
const [z, o, f, e, l] = [zeros([2, 3]), ones([4]), full([], 7), eye(3), linspace(0, 1, 5)];
is<readonly [2, 3]>()(z.shape, true);
is<readonly [4]>()(o.shape, true);
is<readonly []>()(f.shape, true);
is<readonly [3, 3]>()(e.shape, true);
is<readonly [5]>()(l.shape, true);
const [flipped, batch] = [transpose(z), transpose(zeros([8, 2, 3]))];
is<readonly [3, 2]>()(flipped.shape, true);
is<readonly [8, 3, 2]>()(batch.shape, true);
const ordered = transpose(z, [1, 0]);
is<Shape>()(ordered.shape, true);
const [flat, repeated, half] = [reshape(z, [6]), broadcastTo(o, [2, 4]), cast(z, "float64")];
is<readonly [6]>()(flat.shape, true);
is<readonly [2, 4]>()(repeated.shape, true);
is<readonly [2, 3]>()(half.shape, true);
is<"float64">()(half.dtype, true);
const total = sum(z);
is<readonly []>()(total.shape, true);
const w = parameter([[1, 2]]);
is<readonly [1, 2]>()(w.shape, true);

// @ts-expect-error a string is no number
tensor("1, 2");
// @ts-expect-error nor is null
tensor([1, null]);
// @ts-expect-error there is no such dtype
zeros([2], { dtype: "float16" });
// @ts-expect-error a shape is an array
zeros(2);
