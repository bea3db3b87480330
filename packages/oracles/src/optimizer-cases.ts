import { js } from "@piecewise/backend-js";
import { add, matmul, parameter, slice, tanh, tensor, useBackend } from "@piecewise/tensor";
import type { Backend, Parameter, Tensor } from "@piecewise/tensor";
import { afterAll, beforeAll } from "vitest";
import type { places } from "./describe.ts";
import type { Tolerance } from "./difference.ts";
import type { FloatType } from "./judgement.ts";
import { presentCases } from "./present.ts";
import { readFixture, readTensors } from "./read.ts";

/** PyTorch's options of an optimizer. */
export type Settings = Readonly<Record<string, unknown>>;

interface OptimizerCase {
  readonly id: string;
  readonly optimizer?: string;
  readonly rosenbrock?: Settings;
  readonly mlp?: Settings;
  readonly mlp_max_abs_diff_loss_32_vs_64?: number;
  /** How often the loss was computed in each step. */
  readonly evals_rosenbrock?: readonly number[];
  readonly evals_mlp?: readonly number[];
  readonly clip?: "norm" | "value";
  readonly max?: number;
  readonly norm_type?: number | null;
  readonly total_norm?: number | null;
}

interface StateCase {
  readonly options: Settings;
  readonly params: readonly number[];
  readonly state: Readonly<Record<string, number | readonly number[]>>;
}

const fixture = await readFixture<{
  readonly cases: readonly OptimizerCase[];
  readonly state_after_3_rosenbrock_steps: Readonly<Record<string, StateCase>>;
}>("optim");

/** Each optimizer's state after three steps down the valley. */
export const stateCases = fixture.state_after_3_rosenbrock_steps;

/** The cases: none is absent. */
export const cases = presentCases(fixture.cases, ({ optimizer }) => optimizer ?? "clip", {});

/** Those that go down the valley and train the network. */
export const runs = cases.flatMap(({ id, optimizer, rosenbrock, mlp, ...rest }) =>
  optimizer !== undefined && rosenbrock !== undefined && mlp !== undefined
    ? [{ id, optimizer, rosenbrock, mlp, drift: rest.mlp_max_abs_diff_loss_32_vs_64 ?? 0, ...rest }]
    : [],
);

/** The tensors of the cases by their names. */
export const read = await readTensors("optim");

/** The numbers of a tensor that is there. */
export const numbers = (name: string) => read(name)!.data;

/** How near trajectories in float64 stay. */
export const exactly: Tolerance = { absolute: 1e-13, relative: 1e-10 };

/** Where the way down Rosenbrock's valley starts. */
export const start = () => parameter(tensor([-1.5, 2], { dtype: "float64" }));

/** The height of a place [x, y] in the valley: (1 − x)² + 100 (y − x²)². */
export const height = (p: Parameter) => () => valley(slice(p, [0]), slice(p, [1]));

/** The same of x and y. */
export function valley(x: Tensor, y: Tensor): Tensor {
  return x.neg().add(1).square().add(y.sub(x.square()).square().mul(100));
}

/** A network of two layers, its loss over all of its data, and its parameters by PyTorch's names. */
export function network(dtype: FloatType, crossEntropy: (logits: Tensor, labels: Tensor) => Tensor) {
  const load = (name: string) => {
    const { data, shape } = read(`mlp|${name}`)!;
    return tensor(data, { shape, dtype: name === "Y" ? "int32" : dtype });
  };
  const own = Object.fromEntries(
    ["w1", "b1", "w2", "b2"].map((name) => [name, parameter(load(`init.${name}`))]),
  );
  const [x, y] = [load("X"), load("Y")];
  const dense = (from: Tensor, w: Tensor, b: Tensor) => add(matmul(from, w, { transposeB: true }), b);
  const loss = () => crossEntropy(dense(tanh(dense(x, own["w1"], own["b1"])), own["w2"], own["b2"]), y);
  return { own, loss };
}

/** Lets the tests of this block compute on a backend, and those after it on js. */
export function useForTests(make: (typeof places)[number]["make"]): void {
  beforeAll(() => useBackend<never>(make() as unknown as Backend<never>));
  afterAll(() => useBackend(js()));
}
