import { expect, it } from "vitest";
import { fromHash, type Settings } from "../settings.ts";
import { makeData } from "../worker/make-data.ts";
import type { Look } from "../worker/messages.ts";
import { startRun, type Run } from "../worker/run.ts";
import { changeBy, offerOf, type Cure, type Offer } from "./cure.ts";

type Row = readonly [
  code: string,
  cures: readonly Cure["is"][],
  hash: string,
  /** When it is ill, and how well it does in the end. */
  steps: number,
  accuracy: number,
];

const layers = (count: number, layer: string) =>
  `layers=${Array.from({ length: count }, () => layer).join("_")}`;
const large = `data=circles&initializer=far+too+large&${layers(3, "16-tanh")}`;
const larger = `data=circles&initializer=far+too+large&${layers(4, "16-relu")}`;
const small = `data=circles&optimizer=sgd&learningRate=0.1&initializer=far+too+small&${layers(4, "16-gelu")}`;
const dead = `data=circles&optimizer=sgd&learningRate=0.1&initializer=far+too+small&${layers(4, "16-relu")}`;

const rows: readonly Row[] = [
  ["dead-units", ["lower", "lower", "revive"], `data=moons&optimizer=momentum&learningRate=5&${layers(2, "32-relu")}`, 300, 0.95], // prettier-ignore
  ["dead-units", ["initializer"], dead, 500, 0.95],
  ["dead-units", ["activation"], `data=circles&seed=2&initializer=far+too+small&${layers(2, "8-relu")}`, 500, 0.95], // prettier-ignore
  ["learning-rate", ["lower"], "data=xor&optimizer=sgd&learningRate=10&layers=16-leakyRelu", 500, 0.9],
  ["learning-rate", ["start lower"], "data=circles&optimizer=sgd&learningRate=10&layers=16-leakyRelu", 500, 0.95], // prettier-ignore
  ["learning-rate", ["raise", "raise", "raise", "raise"], "data=moons&learningRate=0.000001", 400, 0.95],
  ["not-finite", ["start lower", "start lower"], `data=moons&optimizer=sgd&learningRate=20&${layers(3, "16-leakyRelu")}`, 400, 0.95], // prettier-ignore
  ["vanishing", ["activation"], `data=circles&optimizer=sgd&learningRate=0.1&${layers(6, "16-sigmoid")}`, 300, 0.95], // prettier-ignore
  ["vanishing", ["calibrate"], `data=circles&${layers(6, "16-sigmoid")}`, 100, 0.95],
  ["vanishing", ["initializer"], small, 300, 0.95],
  ["exploding", ["calibrate"], larger, 50, 0.95],
  ["exploding", ["initializer"], larger, 50, 0.95],
  ["symmetric-weights", ["initializer"], "data=xor&initializer=zeros", 100, 0.95],
  ["saturated", ["calibrate"], large, 300, 0.95],
  ["saturated", ["initializer"], large, 300, 0.95],
  ["saturated", ["activation"], large, 300, 0.9],
  [
    "saturated",
    ["start lower", "start lower"],
    `data=moons&learningRate=1&${layers(2, "16-tanh")}`,
    500,
    0.95,
  ],
];

it.each(rows)("%s is found, and cured by %j: %s", async (code, cures, hash, steps, accuracy) => {
  let settings = fromHash(hash);
  let run = await start(settings);
  const ill = await train(run, steps);
  const verdict = ill.verdicts.find((one) => one.code === code)!;
  expect(ill.verdicts.map((one) => one.code)).toContain(code);
  expect(ill.measured!.accuracy).toBeLessThan(accuracy);
  for (const is of cures) {
    const cure = verdict.cures.find((one) => one.is === is);
    const offer = offerOf(cure!, settings.learningRate, ill.revivable)!;
    const change = changeBy(offer, settings);
    settings = { ...settings, ...change };
    const isLive = change === undefined || is === "raise" || is === "lower";
    if (isLive) await applyIn(run, offer);
    else run = await start(settings);
  }
  let well = await train(run, 500);
  while (well.measured!.accuracy < accuracy && well.step < 8000) well = await train(run, 500);
  expect(well.measured!.accuracy).toBeGreaterThanOrEqual(accuracy);
  expect(well.verdicts.map((one) => one.code)).not.toContain(code);
});

const start = async (settings: Settings) => startRun(settings, await makeData(settings), async () => {});

const applyIn = ({ changes }: Run, { cure: { is }, learningRate }: Offer): Promise<unknown> =>
  is === "revive" || is === "calibrate" ? changes[is]() : changes.learningRate(learningRate);

async function train(run: Run, steps: number): Promise<Look> {
  const { step } = await run.look();
  run.gate.open(steps);
  for (;;) {
    const look = await run.look();
    if (look.step === step + steps && look.measured !== undefined) return look;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it.each([
  ["lower", 0.001, "Lower the learning rate tenfold, to 0.0001"],
  ["raise", 0.3, "Raise the learning rate tenfold, to 3"],
  ["start lower", 100, "Start again with learning rate 10"],
  ["lower", 2e-6, undefined],
  ["raise", 50, undefined],
] as const)("%s, at a rate of %d, is offered as %s", (is, rate, text) => {
  expect(offerOf({ is }, rate, 0)?.text).toBe(text);
});
