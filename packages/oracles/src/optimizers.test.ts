import { js } from "@piecewise/backend-js";
import { crossEntropy } from "@piecewise/losses";
import {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamW,
  asgd,
  clipGradNorm,
  clipGradValue,
  nadam,
  optimizerState,
  radam,
  rmsprop,
  rprop,
  sgd,
  torchNames,
} from "@piecewise/optimizers";
import type { MakeOptimizer, Optimizer } from "@piecewise/optimizers";
import {
  add,
  backward,
  Gradients,
  matmul,
  parameter,
  scope,
  slice,
  tanh,
  tensor,
  useBackend,
  zeros,
} from "@piecewise/tensor";
import type { Backend, Parameter, Tensor } from "@piecewise/tensor";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { places } from "./describe.ts";
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

/** PyTorch's names of options, and ours. */
const optionNames: Readonly<Record<string, string | readonly string[]>> = {
  lr: "learningRate",
  lr_decay: "learningRateDecay",
  weight_decay: "weightDecay",
  eps: "epsilon",
  betas: ["beta1", "beta2"],
  initial_accumulator_value: "initialAccumulator",
  momentum_decay: "momentumDecay",
  lambd: "lambda",
  etas: ["etaMinus", "etaPlus"],
  step_sizes: ["minimumStep", "maximumStep"],
};

const makers: Readonly<Record<string, MakeOptimizer<Readonly<Record<string, number>>>>> = {
  ...{ SGD: sgd, Adagrad: adagrad, Adadelta: adadelta, Adam: adam, AdamW: adamW, NAdam: nadam },
  ...{ RAdam: radam, Adamax: adamax, RMSprop: rmsprop, ASGD: asgd, Rprop: rprop },
};

function make(optimizer: string, parameters: readonly Parameter[], settings: Settings): Optimizer {
  const options = Object.entries(settings).flatMap(([name, value]) =>
    [optionNames[name] ?? name].flat().map((ours, i) => [ours, [value].flat()[i]]),
  );
  return makers[optimizer](parameters, Object.fromEntries(options) as Readonly<Record<string, number>>);
}

const fixture = await readFixture<{
  readonly cases: readonly OptimizerCase[];
  readonly state_after_3_rosenbrock_steps: Readonly<Record<string, StateCase>>;
}>("optim");
const read = await readTensors("optim");
const present = presentCases(fixture.cases, ({ optimizer }) => optimizer ?? "clip", {
  LBFGS: "later",
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
  optimizer: Optimizer,
  see: (step: number, loss: number) => Promise<void>,
): Promise<void> {
  for (let step = 0; step <= steps; step++) {
    const value = loss();
    await see(step, await value.item());
    scope(() => optimizer.step(backward(value)));
  }
}

describe("Rosenbrock's valley in float64", () => {
  const start = () => parameter(tensor([-1.5, 2], { dtype: "float64" }));
  const height = (p: Parameter) => () => valley(slice(p, [0]), slice(p, [1]));

  it.each(runs)("$id takes PyTorch's way", async ({ id, optimizer, rosenbrock }) => {
    const p = start();
    const [places, heights]: [number[], number[]] = [[], []];
    await walk(50, height(p), make(optimizer, [p], rosenbrock), async (_step, loss) => {
      places.push(...(await p.data()));
      heights.push(loss);
    });
    expect(difference(places, numbers(`${id}|xs`), exactly)).toBeUndefined();
    expect(difference(heights, numbers(`${id}|fs`), exactly)).toBeUndefined();
  });

  it("groups/Adam takes PyTorch's way with options for each group", async () => {
    const [x, y] = [-1.5, 2].map((at) => parameter(tensor(at, { dtype: "float64" })));
    const groups = [
      { parameters: [x], learningRate: 0.05 },
      { parameters: [y], learningRate: 0.01, weightDecay: 0.1 },
    ];
    const places: number[] = [];
    const see = async () => void places.push(await x.item(), await y.item());
    await walk(50, () => valley(x, y), adam(groups), see);
    expect(difference(places, numbers("groups/Adam|xs"), exactly)).toBeUndefined();
  });

  it.each(Object.keys(makers))("%s remembers what PyTorch's does", async (optimizer) => {
    const { options, params, state } = fixture.state_after_3_rosenbrock_steps[optimizer];
    const p = start();
    const ours = make(optimizer, [p], options);
    await walk(2, height(p), ours, async () => {});
    expect(difference(await p.data(), params, exactly)).toBeUndefined();
    const kept = await stateInTorchNames(ours);
    for (const [name, expected] of Object.entries(state))
      expect(difference(kept[name], [expected].flat(), exactly), name).toBeUndefined();
  });
});

/** What is remembered about the first parameter, by PyTorch's names. */
async function stateInTorchNames(optimizer: Optimizer): Promise<Readonly<Record<string, number[]>>> {
  const { tensors, numbers } = optimizerState(optimizer);
  const own: Record<string, number[]> = { step: [Number(numbers["0.step"])] };
  for (const [ours, theirs] of Object.entries(torchNames[optimizer.name]))
    own[theirs] = [...((await tensors[`0.${ours}`]?.data()) ?? [Number(numbers[`0.${ours}`])])];
  return own;
}

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
    await walk(50, loss, make(optimizer, Object.values(own), mlp), async (step, value) => {
      losses.push(value);
      for (const [name, p] of Object.entries(own)) {
        const expected = read(`${id}|p64.${name}.${step}`);
        if (expected === undefined) continue;
        expect(difference(await p.data(), expected.data, exactly), `${name}, step ${step}`).toBeUndefined();
      }
    });
    expect(difference(losses, numbers(`${id}|losses64`), exactly)).toBeUndefined();
  });
});

describe.each(places.slice(1))("a small network in $dtype on $backend", ({ dtype, make: backend }) => {
  useForTests(backend);

  it.each(runs)("$id stays as near as PyTorch does", async ({ id, optimizer, mlp, drift }) => {
    const { own, loss } = network(dtype);
    const losses: number[] = [];
    await walk(50, loss, make(optimizer, Object.values(own), mlp), async (_step, value) => {
      losses.push(value);
    });
    const near = { absolute: 4 * drift, relative: 0 };
    expect(difference(losses, numbers(`${id}|losses64`), near)).toBeUndefined();
  });
});

const clips = present.flatMap(({ id, clip, max, norm_type, total_norm }) =>
  clip !== undefined && max !== undefined ? [{ id, max, normType: norm_type, norm: total_norm }] : [],
);

describe.each(places)("clipping in $dtype on $backend", ({ dtype, make: backend }) => {
  useForTests(backend);
  const tolerance = dtype === "float64" ? exactly : { absolute: 1e-7, relative: 1e-6 };

  it.each(clips)("$id leaves what PyTorch leaves", async ({ id, max, normType, norm }) => {
    const given = ["g1", "g2"].map((name) => {
      const { data, shape } = read(`${id}|${name}`)!;
      return [parameter(zeros(shape, { dtype })), tensor(data, { shape, dtype })] as const;
    });
    const gradients = new Gradients(new Map(given));
    const clipped =
      typeof normType === "number"
        ? clipGradNorm(gradients, max, { normType })
        : { gradients: clipGradValue(gradients, max) };
    for (const [i, [leaf]] of given.entries()) {
      const left = await clipped.gradients.of(leaf).data();
      expect(difference(left, numbers(`${id}|out${i + 1}`), tolerance)).toBeUndefined();
    }
    if (!("norm" in clipped)) return;
    expect(difference([await clipped.norm.item()], [norm!], tolerance)).toBeUndefined();
  });
});

/** Lets the tests of this block compute on a backend, and those after it on js. */
function useForTests(make: (typeof places)[number]["make"]): void {
  beforeAll(() => useBackend<never>(make() as unknown as Backend<never>));
  afterAll(() => useBackend(js()));
}
