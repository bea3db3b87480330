import { memory } from "piecewise";
import { expect, it } from "vitest";
import { fromHash } from "../settings.ts";
import type { Look } from "./messages.ts";
import { makeData } from "./make-data.ts";
import { startRun, type Run } from "./run.ts";

async function start(hash: string): Promise<Run> {
  const settings = fromHash(hash);
  return startRun(settings, await makeData(settings), async () => {});
}

const deadIn = ({ layers }: Look) =>
  layers.flatMap(({ activity }) => [...(activity?.alive ?? [])]).filter((share) => share === 0).length;

async function train(run: Run, steps: number) {
  const { step } = await run.look();
  run.gate.open(steps);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const look = await run.look();
    if (look.step === step + steps) return look;
  }
}

it("dead units are seen, revived, and what was seen of them before counts no longer", async () => {
  const run = await start("#data=moons&optimizer=momentum&learningRate=5&layers=32-relu_32-relu");
  const ill = await train(run, 200);
  expect(ill.verdicts.map(({ code }) => code)).toContain("dead-units");
  expect(ill.revivable).toBeGreaterThan(32);
  await run.changes.learningRate(0.01);
  expect(await run.changes.revive()).toBe(ill.revivable);
  const fresh = await run.look();
  expect([fresh.verdicts, fresh.revivable]).toEqual([[], 0]);
  const well = await train(run, 400);
  expect(well.verdicts.map(({ code }) => code)).not.toContain("dead-units");
  expect(deadIn(well)).toBeLessThan(deadIn(ill) / 4);
});

it("of a network whose numbers are lost, no unit can be revived, and all that is offered is another start", async () => {
  const layers = "layers=32-relu_32-relu_32-relu";
  const run = await start(`#optimizer=sgd&learningRate=100&initializer=far+too+large&${layers}`);
  const { measured, revivable, verdicts } = await train(run, 50);
  expect(measured!.testLoss).toBeNaN();
  expect(revivable).toBe(0);
  expect(verdicts.map(({ code }) => code)).toContain("exploding");
  expect(verdicts.flatMap(({ cures }) => cures.map(({ is }) => is))).toEqual(["initializer", "start lower"]);
});

it.each([
  ...["#data=spirals", "#data=moons", "#data=circles", "#data=xor"],
  ...["#data=digits&layers=", "#layers=", "#data=digits&model=cnn-lite&layers=3-relu_2-gelu"],
])("%s: can be looked at before the first step and after some", async (hash) => {
  const run = await start(hash);
  const before = await run.look();
  expect([before.step, before.points, before.verdicts]).toEqual([0, [], []]);
  const after = await train(run, 3);
  expect(after.step).toBe(3);
  expect(after.answers.every(Number.isFinite)).toBe(true);
  expect(after.layers.at(-1)!.activity).toBeUndefined();
});

it.each(["#data=spirals", "#data=digits&model=cnn-lite&layers=2-relu"])(
  "%s: whoever looks leaves no tensors behind",
  async (hash) => {
    const run = await start(hash);
    const look = async () => {
      await run.look();
      await run.recognise(new Float32Array(hash.includes("digits") ? 784 : 2));
    };
    await look();
    const { tensors } = memory();
    await look();
    await look();
    expect(memory().tensors).toBeLessThanOrEqual(tensors);
  },
);
