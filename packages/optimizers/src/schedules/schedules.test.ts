import { parameter } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import {
  constant,
  cosine,
  cosineWarmRestarts,
  cyclic,
  exponential,
  linear,
  multiStep,
  oneCycle,
  oneCycleMomentum,
  polynomial,
  reduceOnPlateau,
  sequence,
  sgd,
  step,
  warmup,
  type Schedule,
} from "../index.ts";

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
  [
    "exponential falls in each step",
    exponential({ initial: 8, factor: 0.5 }),
    [
      [0, 8],
      [3, 1],
    ],
  ],
  [
    "cosine swings back when asked",
    cosine({ initial: 2, steps: 4, swings: true }),
    [
      [4, 0],
      [6, 1],
      [8, 2],
    ],
  ],
  [
    "cosine restarts, each time for longer",
    cosineWarmRestarts({ initial: 2, steps: 2, factor: 3 }),
    [
      [1, 1],
      [2, 2],
      [5, 1],
      [8, 2],
      [17, 1],
      [26, 2],
    ],
  ],
  [
    "oneCycle stays at its end",
    oneCycle({ maximum: 1, steps: 10 }),
    [
      [9, 4e-6],
      [99, 4e-6],
    ],
  ],
  [
    "oneCycle in three phases mirrors its rise",
    oneCycle({ maximum: 1, steps: 20, threePhase: true, rising: 0.25, anneal: "linear" }),
    [
      [0, 0.04],
      [4, 1],
      [6, 0.52],
      [8, 0.04],
      [19, 4e-6],
    ],
  ],
  [
    "cyclic has another way down",
    cyclic({ low: 0, high: 1, stepsUp: 2, stepsDown: 4 }),
    [
      [1, 0.5],
      [2, 1],
      [4, 0.5],
      [6, 0],
    ],
  ],
  [
    "cyclic falls with the steps",
    cyclic({ low: 0, high: 1, stepsUp: 2, mode: "exponential", factor: 0.5 }),
    [
      [1, 0.25],
      [2, 0.25],
      [6, 1 / 64],
    ],
  ],
  [
    "cyclic takes a scale of one's own",
    cyclic({ low: 0, high: 1, stepsUp: 1, scale: (cycle) => 1 / cycle }),
    [
      [1, 1],
      [3, 1 / 2],
      [5, 1 / 3],
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
    ["linear", () => linear({ initial: 1, final: 0, steps }), "steps"],
    ["polynomial", () => polynomial({ initial: 1, steps }), "steps"],
    ["multiStep", () => multiStep({ initial: 1, at: [steps] }), "each number in at"],
    ["cosineWarmRestarts", () => cosineWarmRestarts({ initial: 1, steps }), "steps"],
    ["oneCycle", () => oneCycle({ maximum: 1, steps }), "steps"],
    ["cyclic", () => cyclic({ low: 0, high: 1, stepsUp: steps }), "stepsUp"],
  ])("%s is refused", (name, make, option) => {
    expect(make).toThrow(`${name}: ${option} must be a whole number of steps above 0, got ${steps}`);
  });
});

describe("reduceOnPlateau", () => {
  it("falls when nothing gets better for longer than its patience, and counts anew", () => {
    const rate = reduceOnPlateau({ initial: 1, factor: 0.5, patience: 1 });
    const seen = [3, 2, 2, 2, 1.9999, 2, 1].map((loss) => {
      rate.observe(loss);
      return rate(0);
    });
    expect(seen).toEqual([1, 1, 1, 0.5, 0.5, 0.25, 0.25]);
  });

  it("looks for the largest when told, and takes NaN for bad", () => {
    const rate = reduceOnPlateau({
      initial: 1,
      mode: "max",
      patience: 0,
      threshold: 0.1,
      thresholdMode: "absolute",
    });
    for (const accuracy of [0.5, 0.7]) rate.observe(accuracy);
    expect(rate(0)).toBe(1);
    rate.observe(0.75);
    expect(rate(0)).toBe(0.1);
    rate.observe(NaN);
    expect(rate(0)).toBeCloseTo(0.01, 12);
  });

  it("is a schedule of an optimizer, and goes on from a state", () => {
    const rate = reduceOnPlateau({ initial: 1, patience: 0 });
    const optimizer = sgd([parameter([1])], { learningRate: rate });
    for (const loss of [1, 1]) rate.observe(loss);
    expect(optimizer.options["learningRate"]).toBe(0.1);
    const other = reduceOnPlateau({ initial: 1, patience: 0 });
    other.loadState(structuredClone(rate.state()));
    for (const one of [rate, other]) one.observe(2);
    expect([other(0), other.state()]).toEqual([rate(0), rate.state()]);
  });

  it("refuses a state without numbers, and keeps its own", () => {
    const rate = reduceOnPlateau({ initial: 1 });
    const wrong = { ...rate.state(), bad: NaN };
    expect(() => rate.loadState(wrong)).toThrow("reduceOnPlateau: the state needs numbers, got");
    expect(rate.state()).toEqual({ rate: 1, best: null, bad: 0, coolingDown: 0 });
  });
});

it.each([
  [() => oneCycle({ maximum: 1, steps: 5, rising: 2 }), "oneCycle: rising must lie between 0 and 1, got 2"],
  [() => oneCycleMomentum({ steps: 5, anneal: "cubic" as never }), 'oneCycleMomentum: anneal must be "cosine" or "linear", got cubic'], // prettier-ignore
  [() => cyclic({ low: 0, high: 1, mode: "square" as never }), "cyclic: mode must be one of triangular, triangular2, exponential, got square"], // prettier-ignore
  [() => cosineWarmRestarts({ initial: 1, steps: 5, factor: 0.5 }), "cosineWarmRestarts: factor must be a whole number above 0, got 0.5"], // prettier-ignore
  [() => polynomial({ initial: 1, steps: 5, power: -1 }), "polynomial: power must be at least 0, got -1"],
  [() => sequence([constant(1)], { at: [5] }), "sequence: needs one rising number of steps between each two schedules, got [5] for 1 schedules"], // prettier-ignore
  [() => sequence([constant(1), constant(2), constant(3)], { at: [5, 5] }), "sequence: needs one rising"],
  [
    () => reduceOnPlateau({ initial: 1, factor: 1 }),
    "reduceOnPlateau: factor must lie between 0 and 1, got 1",
  ],
  [() => reduceOnPlateau({ initial: 1, patience: NaN }), "reduceOnPlateau: patience must be a number, at least 0, got NaN"], // prettier-ignore
  [() => reduceOnPlateau({ initial: 1, mode: "best" as never }), 'reduceOnPlateau: mode must be "min" or "max", got best'], // prettier-ignore
])("what cannot be is refused", (make, message) => {
  expect(make).toThrow(message);
});
