import { expect, it } from "vitest";
import { changeFrom, changeText, rateAfter, withChange, type Change, type History } from "./history.ts";

const rate = (step: number, value: number): Change => ({ step, what: "learning rate", value });
const historyOf = (...changes: readonly Change[]): History =>
  changes.reduce(withChange, { learningRate: 0.1, changes: [] });

it("a rate that is changed before the first step is the one to begin with, and of several at a step the last counts", () => {
  expect(historyOf(rate(0, 0.2))).toEqual({ learningRate: 0.2, changes: [] });
  const revived = { step: 7, what: "revived", units: 2 } as const;
  expect(historyOf(rate(7, 1), rate(7, 2), revived, rate(7, 3), rate(9, 4)).changes).toEqual([
    rate(7, 2),
    revived,
    rate(7, 3),
    rate(9, 4),
  ]);
});

it("tells the learning rate after any number of steps", () => {
  const history = historyOf(rate(10, 0.5), { step: 12, what: "loaded" }, rate(20, 0.01));
  expect([0, 9, 10, 19, 20, 99].map((step) => rateAfter(step, history))).toEqual([
    0.1, 0.1, 0.5, 0.5, 0.01, 0.01,
  ]);
});

const all: readonly (readonly [string, Change])[] = [
  ["learning rate 0.001", rate(3, 0.001)],
  ["1 dead unit revived", { step: 3, what: "revived", units: 1 }],
  ["12 dead units revived", { step: 3, what: "revived", units: 12 }],
  ["weights calibrated", { step: 0, what: "calibrated" }],
  ["weights loaded from a file", { step: 3, what: "loaded" }],
];

it.each(all)("%s: is said so, and is the same once written and read again", (text, change) => {
  expect(changeText(change)).toBe(text);
  expect(changeFrom({ ...change })).toEqual(change);
});

it.each([
  { step: -1, what: "loaded" },
  { step: 3, what: "cured" },
  { step: 3, what: "revived" },
  { step: 3, what: "learning rate", value: 1e9 },
])("%o is no change", (given) => expect(changeFrom(given)).toBeUndefined());
