import { crossEntropy, optimizerState, toTensors, trainStep, type Tensor } from "piecewise";
import { expect, it } from "vitest";
import type { History } from "../history.ts";
import { fromHash } from "../settings.ts";
import { changesOf } from "./changes.ts";
import { healthOf } from "./health.ts";
import { firstRows, makeData, shapeOf } from "./make-data.ts";
import { makeModel, makeOptimizer } from "./make-run.ts";
import { startRun, type Run } from "./run.ts";
import { weightsFile } from "./weights.ts";

interface Watched {
  readonly run: Run;
  readonly history: () => History | undefined;
}

async function start(hash: string): Promise<Watched> {
  const settings = fromHash(hash);
  let history: History | undefined;
  const run = startRun(
    settings,
    await makeData(settings),
    async () => {},
    (next) => (history = next),
  );
  return { run, history: () => history };
}

async function reach(run: Run, step: number) {
  while ((await run.look()).step < step) await new Promise((resolve) => setTimeout(resolve, 5));
  return run.look();
}

async function train(run: Run, steps: number) {
  const { step } = await run.look();
  run.gate.open(steps);
  return reach(run, step + steps);
}

it("notes at which step a running run was changed, and only what is a change", async () => {
  const { run, history } = await start("#data=moons&learningRate=0.01");
  await run.changes.learningRate(0.02);
  expect(history()).toEqual({ learningRate: 0.02, changes: [] });
  run.gate.open(Infinity);
  await reach(run, 20);
  await run.changes.learningRate(0.02);
  await run.changes.learningRate(0.001);
  await run.changes.calibrate();
  run.gate.close();
  const { changes } = history()!;
  expect(changes.map(({ what }) => what)).toEqual(["learning rate", "calibrated"]);
  expect(changes[0].step).toBeGreaterThanOrEqual(20);
  expect(changes[1].step).toBeGreaterThanOrEqual(changes[0].step);
});

it("a run that follows another has its learning rates at the same steps, and so its loss", async () => {
  const { run: first, history } = await start("#data=spirals&learningRate=0.01&seed=4");
  first.gate.open(Infinity);
  for (const [step, rate] of [
    [30, 0.1],
    [60, 0.003],
  ] as const) {
    // prettier-ignore
    await reach(first, step);
    await first.changes.learningRate(rate);
  }
  first.gate.close();
  const { step } = await train(first, 7);
  const { run: second } = await start("#data=spirals&learningRate=5&seed=4");
  second.changes.follow(history()!);
  second.runTo(step);
  const [one, other] = [await first.look(), await reach(second, step)];
  expect(history()!.changes.length).toBe(2);
  expect(other.measured).toEqual(one.measured);
});

const largest = async (tensors: readonly Tensor[]) => {
  const numbers = await Promise.all(tensors.map((one) => one.data()));
  return Math.max(...numbers.flatMap((some) => [...some].map(Math.abs)));
};

it.each(["momentum", "adam", "rmsprop", "lion"])(
  "%s: loaded weights begin without what the optimizer knew of the old ones, and keep the learning rate",
  async (name) => {
    const settings = fromHash(`#data=moons&optimizer=${name}&learningRate=0.05`);
    const { training } = await makeData(settings);
    const model = makeModel(settings, shapeOf(training));
    const optimizer = makeOptimizer(settings, model);
    const batch = toTensors(firstRows(training, 32));
    trainStep(model, batch, { loss: crossEntropy, optimizer });
    const before = optimizerState(optimizer);
    expect(before.numbers["0.step"]).toBe(1);
    expect(await largest(Object.values(before.tensors))).toBeGreaterThan(0);
    optimizer.set("learningRate", 0.001);
    const told: History[] = [];
    const changes = changesOf({
      ...{ settings, model, optimizer, data: training, health: healthOf(model) },
      stepsTaken: () => 1,
      tell: (history) => told.push(history),
    });
    await changes.load(await weightsFile(model));
    const { tensors, numbers } = optimizerState(optimizer);
    expect(await largest(Object.values(tensors))).toBe(0);
    expect([numbers["0.step"], optimizer.options["learningRate"]]).toEqual([0, 0.001]);
    expect(told.at(-1)!.changes).toEqual([{ step: 1, what: "loaded" }]);
    trainStep(model, batch, { loss: crossEntropy, optimizer });
    expect(optimizer.steps).toBe(1);
  },
);
