import { expect, it } from "vitest";
import { loadData } from "./data-sets.ts";

it.each([
  ["digits", [6000, 1, 28, 28], 1000, 10],
  ["spirals", [1000, 2], 500, 2],
] as const)(
  "%s are generated: rows to learn from, and others to measure",
  async (name, shape, tests, classes) => {
    const { train, test, classes: named } = await loadData(name);
    expect([train.inputs.shape, test.inputs.shape[0]]).toEqual([shape, tests]);
    expect(named).toHaveLength(classes);
    expect(test.inputs.data.slice(0, 20)).not.toEqual(train.inputs.data.slice(0, 20));
  },
);

it.runIf(process.env["PIECEWISE_DATA_DIR"])(
  "shakespeare is cut in rows, its last tenth to measure",
  async () => {
    const { kind, train, test, classes } = await loadData("shakespeare");
    expect([kind, classes?.length]).toEqual(["text", 65]);
    expect([train.inputs.shape, test.inputs.shape]).toEqual([
      [15685, 64],
      [1742, 64],
    ]);
  },
);
