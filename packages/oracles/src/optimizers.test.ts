import { crossEntropy } from "@piecewise/losses";
import { adam, adamW, sgd, type Optimizer } from "@piecewise/optimizers";
import { add, backward, matmul, parameter, scope, slice, tanh, tensor } from "@piecewise/tensor";
import type { Parameter, Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { difference, type Tolerance } from "./difference.ts";
import type { FloatType } from "./judgement.ts";
import { presentCases } from "./present.ts";
import { readFixture, readTensors } from "./read.ts";

type Settings = Readonly<Record<string, unknown>>;

interface OptimizerCase {
  readonly id: string;
  readonly optimizer?: string;
  readonly rosenbrock?: Settings;
  readonly mlp?: Settings;
  readonly mlp_max_abs_diff_loss_32_vs_64?: number;
}

interface StateCase {
  readonly options: Settings;
  readonly params: readonly number[];
  readonly state: Readonly<Record<string, unknown>>;
}

/** PyTorch's names of options and of what is kept for each number, and ours. */
const names: Readonly<Record<string, string>> = {
  lr: "learningRate",
  weight_decay: "weightDecay",
  eps: "epsilon",
  momentum_buffer: "velocity",
  exp_avg: "mean",
  exp_avg_sq: "square",
};
/** Options that are off in every case we run. */
const off = ["maximize", "amsgrad"];

const makers = { SGD: sgd, Adam: adam, AdamW: adamW } as const;

function make(optimizer: string, parameters: readonly Parameter[], settings: Settings): Optimizer {
  const { betas, ...others } = settings;
  const options = Object.entries(others)
    .filter(([name, value]) => !(off.includes(name) && value === false))
    .map(([name, value]) => [names[name] ?? name, value]);
  const [beta1, beta2] = (betas ?? []) as number[];
  const given = {
    ...Object.fromEntries(options),
    ...(betas === undefined ? {} : { beta1, beta2 }),
  } as object;
  return makers[optimizer as keyof typeof makers](parameters, given);
}

const later = "a later piece of work";
const fixture = await readFixture<{
  readonly cases: readonly OptimizerCase[];
  readonly state_after_3_rosenbrock_steps: Readonly<Record<string, StateCase>>;
}>("optim");
const read = await readTensors("optim");
const present = presentCases(fixture.cases, ({ optimizer }) => optimizer ?? "clip", {
  "Adam/amsgrad": later,
  "AdamW/amsgrad_wd": later,
  Adadelta: later,
  NAdam: later,
  RAdam: later,
  Adamax: later,
  RMSprop: later,
  ASGD: later,
  Rprop: later,
  LBFGS: later,
  clip: later,
});
const runs = present.flatMap(({ id, optimizer, rosenbrock, mlp, ...rest }) =>
  optimizer !== undefined && rosenbrock !== undefined && mlp !== undefined
    ? [{ id, optimizer, rosenbrock, mlp, drift: rest.mlp_max_abs_diff_loss_32_vs_64 ?? 0 }]
    : [],
);

const exactly: Tolerance = { absolute: 1e-13, relative: 1e-10 };
const numbers = (name: string) => read(name)!.data;

/** (1 − x)² + 100 (y − x²)². */
function valley(x: Tensor, y: Tensor): Tensor {
  return x.neg().add(1).square().add(y.sub(x.square()).square().mul(100));
}

/** Takes steps, and notes what `see` shows before the first and after each. */
async function walk(
  steps: number,
  loss: () => Tensor,
  optimizers: readonly Optimizer[],
  see: (step: number, loss: number) => Promise<void>,
): Promise<void> {
  for (let step = 0; step <= steps; step++) {
    const value = loss();
    await see(step, await value.item());
    scope(() => {
      const gradients = backward(value);
      for (const optimizer of optimizers) optimizer.step(gradients);
    });
  }
}

describe("Rosenbrock's valley in float64", () => {
  const start = () => parameter(tensor([-1.5, 2], { dtype: "float64" }));
  const height = (p: Parameter) => () => valley(slice(p, [0]), slice(p, [1]));

  it.each(runs)("$id takes PyTorch's way", async ({ id, optimizer, rosenbrock }) => {
    const p = start();
    const [places, heights]: [number[], number[]] = [[], []];
    await walk(50, height(p), [make(optimizer, [p], rosenbrock)], async (_step, loss) => {
      places.push(...(await p.data()));
      heights.push(loss);
    });
    expect(difference(places, numbers(`${id}|xs`), exactly)).toBeUndefined();
    expect(difference(heights, numbers(`${id}|fs`), exactly)).toBeUndefined();
  });

  it("two optimizers on one gradient are two groups", async () => {
    const [x, y] = [-1.5, 2].map((at) => parameter(tensor(at, { dtype: "float64" })));
    const groups = [make("Adam", [x], { lr: 0.05 }), make("Adam", [y], { lr: 0.01, weight_decay: 0.1 })];
    const places: number[] = [];
    await walk(
      50,
      () => valley(x, y),
      groups,
      async () => {
        places.push(await x.item(), await y.item());
      },
    );
    expect(difference(places, numbers("groups/Adam|xs"), exactly)).toBeUndefined();
  });

  it.each(Object.keys(makers))("%s remembers what PyTorch's does", async (optimizer) => {
    const { options, params, state } = fixture.state_after_3_rosenbrock_steps[optimizer];
    const p = start();
    const ours = make(optimizer, [p], options);
    await walk(2, height(p), [ours], async () => {});
    expect(difference(await p.data(), params, exactly)).toBeUndefined();
    for (const [slot, kept] of Object.entries(ours.slots(p))) {
      const theirs = Object.keys(state).find((name) => names[name] === slot)!;
      expect(difference(await kept.data(), state[theirs] as number[], exactly)).toBeUndefined();
    }
  });
});

/** A network of two layers, its loss over all of its data, and its parameters by PyTorch's names. */
function network(dtype: FloatType) {
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

describe("a small network", () => {
  it.each(runs)("$id takes PyTorch's way in float64", async ({ id, optimizer, mlp }) => {
    const { own, loss } = network("float64");
    const losses: number[] = [];
    await walk(50, loss, [make(optimizer, Object.values(own), mlp)], async (step, value) => {
      losses.push(value);
      for (const [name, p] of Object.entries(own)) {
        const expected = read(`${id}|p64.${name}.${step}`);
        if (expected === undefined) continue;
        expect(difference(await p.data(), expected.data, exactly), `${name}, step ${step}`).toBeUndefined();
      }
    });
    expect(difference(losses, numbers(`${id}|losses64`), exactly)).toBeUndefined();
  });

  it.each(runs)("$id stays as near in float32 as PyTorch does", async ({ id, optimizer, mlp, drift }) => {
    const { own, loss } = network("float32");
    const losses: number[] = [];
    await walk(50, loss, [make(optimizer, Object.values(own), mlp)], async (_step, value) => {
      losses.push(value);
    });
    const near = { absolute: 4 * drift, relative: 0 };
    expect(difference(losses, numbers(`${id}|losses64`), near)).toBeUndefined();
  });
});
