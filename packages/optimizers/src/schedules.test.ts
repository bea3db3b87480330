import { describe, expect, it } from "vitest";
import { constant, cosine, step, warmup, type Schedule } from "./index.ts";

it.each<[string, Schedule, readonly (readonly [step: number, value: number])[]]>([
  [
    "constant stays",
    constant(0.3),
    [
      [0, 0.3],
      [1e6, 0.3],
    ],
  ],
  [
    "step falls to a tenth",
    step({ initial: 1, every: 3 }),
    [
      [0, 1],
      [2, 1],
      [3, 0.1],
      [6, 0.01],
    ],
  ],
  [
    "step falls by its factor",
    step({ initial: 8, every: 1, factor: 0.5 }),
    [
      [0, 8],
      [1, 4],
      [3, 1],
    ],
  ],
  [
    "cosine falls to 0 and stays there",
    cosine({ initial: 2, steps: 4 }),
    [
      [0, 2],
      [1, 1 + Math.SQRT1_2],
      [2, 1],
      [4, 0],
      [9, 0],
    ],
  ],
  [
    "cosine falls to its final value",
    cosine({ initial: 1, steps: 2, final: 0.2 }),
    [
      [0, 1],
      [1, 0.6],
      [2, 0.2],
      [3, 0.2],
    ],
  ],
  [
    "warmup rises, then follows",
    warmup({ steps: 2, then: step({ initial: 1, every: 2 }) }),
    [
      [0, 0],
      [1, 0.5],
      [2, 1],
      [3, 1],
      [4, 0.1],
    ],
  ],
  [
    "warmup rises from a share",
    warmup({ steps: 4, from: 0.5, then: constant(8) }),
    [
      [0, 4],
      [2, 6],
      [4, 8],
    ],
  ],
])("%s", (_, schedule, points) => {
  // prettier-ignore
  for (const [at, value] of points) expect(schedule(at)).toBeCloseTo(value, 12);
});

it("cosine never rises", () => {
  const rate = cosine({ initial: 1, steps: 100 });
  for (let at = 0; at < 150; at++) expect(rate(at + 1)).toBeLessThanOrEqual(rate(at));
});

describe.each([0, -1, 1.5, NaN, Infinity])("with %d steps", (steps) => {
  it.each([
    ["step", () => step({ initial: 1, every: steps }), "every"],
    ["cosine", () => cosine({ initial: 1, steps }), "steps"],
    ["warmup", () => warmup({ steps, then: constant(1) }), "steps"],
  ])("%s is refused", (name, make, option) => {
    expect(make).toThrow(`${name}: ${option} must be a whole number of steps above 0, got ${steps}`);
  });
});
