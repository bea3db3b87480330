import { expect, it } from "vitest";
import type { Change } from "../history.ts";
import { fromHash } from "../settings.ts";
import type { Run } from "../worker/run.ts";
import { complaintsAbout } from "./output-of.ts";
import { comesToTheSame, type Part } from "./program-under-test.ts";
import { programText } from "./program-text.ts";

const rate =
  (value: number) =>
  ({ changes }: Run) =>
    changes.learningRate(value);
const revive = ({ changes }: Run) => changes.revive();
const calibrate = ({ changes }: Run) => changes.calibrate();
const deadly = "#data=moons&optimizer=momentum&learningRate=5&layers=32-relu_32-relu";

const runs: readonly (readonly [string, string, readonly Part[]])[] = [
  ["spirals", "#data=spirals", [150]],
  ["odd settings", "#data=moons&layers=8-gelu_8-tanh&initializer=far+too+small&optimizer=momentum&learningRate=0.1&seed=4", [100]], // prettier-ignore
  ["no hidden layer", "#data=circles&layers=&initializer=zeros&optimizer=sgd&batchSize=50", [100]],
  ["CNN-lite", "#data=digits&model=cnn-lite&layers=4-relu_6-gelu&learningRate=0.003", [60]],
  ["digits", "#data=digits&layers=12-selu&initializer=lecunNormal&optimizer=lion&learningRate=0.001", [100]],
  ["plain JavaScript", "#data=spirals&backend=js&layers=8-tanh", [100]],
  ["one thread", "#data=spirals&threads=1", [100]],
  ["learning rates that change, also at the end of an epoch, and at the last step", "#data=spirals", [rate(0.02), 100, rate(0.1), 90, rate(0.001), 60, rate(0.003)]], // prettier-ignore
  ["CNN-lite with another learning rate", "#data=digits&model=cnn-lite&layers=4-relu&learningRate=0.003", [40, rate(0.0003), 20]], // prettier-ignore
  ["dead units that are revived, twice", deadly, [200, rate(0.01), revive, 300, rate(2), 300, revive, rate(0.01), 200]], // prettier-ignore
  ["weights that are calibrated", "#data=circles&layers=16-sigmoid_16-sigmoid_16-sigmoid&initializer=far+too+small", [calibrate, 50, calibrate, rate(0.1), 100]], // prettier-ignore
];

const programs: string[] = [];

it.each(runs)(
  "%s: the program comes to what the page comes to",
  async (_, hash, parts) => void programs.push(await comesToTheSame(fromHash(hash), parts)),
);

it("all of them are TypeScript that the compiler has nothing against", async () => {
  expect(programs.length).toBe(runs.length);
  expect(await complaintsAbout(...programs)).toBe("");
});

const textOf = (hash: string, changes: readonly Change[], steps: number) =>
  programText(fromHash(hash), { input: [2], classes: 2 }, { steps, changes });

it("says in a comment what it cannot do again, and leaves out what comes after its last step", () => {
  const text = textOf("", [{ step: 7, what: "loaded" }, { step: 9, what: "calibrated" }], 8); // prettier-ignore
  expect(text).toContain(
    "[7, async () => {\n    // weights loaded from a file: a program cannot do that again.",
  );
  expect(text).not.toContain("calibrate");
});

it.each([
  ["#backend=js&threads=2", 'await ready({ backend: "js" });'],
  ["#threads=2", "await ready({ threads: 2 });"],
  ["", "await ready();"],
])("a run with %s is computed by %s", (hash, line) => expect(textOf(hash, [], 9)).toContain(line));

it("is TypeScript that the compiler has nothing against", async () => {
  const changes: Change[] = [
    { step: 3, what: "learning rate", value: 0.1 },
    { step: 5, what: "revived", units: 2 },
    { step: 6, what: "calibrated" },
    { step: 7, what: "loaded" },
  ];
  expect(await complaintsAbout(textOf("#initializer=far+too+small&backend=js", changes, 8))).toBe("");
  const wrong = await complaintsAbout(`${textOf("#initializer=zeros", [], 8)}export const step: string = 3;`);
  expect(wrong.match(/error TS\d+/g)).toEqual(["error TS2322"]);
});
