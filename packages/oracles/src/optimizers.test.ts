import { crossEntropy } from "@piecewise/losses";
import {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamW,
  asgd,
  nadam,
  optimizerState,
  radam,
  rmsprop,
  rprop,
  sgd,
  torchNames,
} from "@piecewise/optimizers";
import type { MakeOptimizer, Optimizer } from "@piecewise/optimizers";
import { backward, parameter, scope, tensor, type Parameter, type Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { places } from "./describe.ts";
import { difference } from "./difference.ts";
import * as optim from "./optimizer-cases.ts";
import {
  exactly,
  height,
  network,
  numbers,
  read,
  start,
  stateCases,
  useForTests,
  valley,
} from "./optimizer-cases.ts";

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

function make(optimizer: string, parameters: readonly Parameter[], settings: optim.Settings): Optimizer {
  const options = Object.entries(settings).flatMap(([name, value]) =>
    [optionNames[name] ?? name].flat().map((ours, i) => [ours, [value].flat()[i]]),
  );
  return makers[optimizer](parameters, Object.fromEntries(options) as Readonly<Record<string, number>>);
}

/** L-BFGS takes steps of another kind, and has a test of its own. */
const runs = optim.runs.filter(({ optimizer }) => optimizer !== "LBFGS");

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
    const { options, params, state } = stateCases[optimizer];
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

describe("a small network", () => {
  it.each(runs)("$id takes PyTorch's way in float64", async ({ id, optimizer, mlp }) => {
    const { own, loss } = network("float64", crossEntropy);
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
    const { own, loss } = network(dtype, crossEntropy);
    const losses: number[] = [];
    await walk(50, loss, make(optimizer, Object.values(own), mlp), async (_step, value) => {
      losses.push(value);
    });
    const near = { absolute: 4 * drift, relative: 0 };
    expect(difference(losses, numbers(`${id}|losses64`), near)).toBeUndefined();
  });
});
