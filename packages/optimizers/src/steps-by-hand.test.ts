import { backward, mul, parameter, sum, tensor, type Parameter } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { adagrad, adam, adamW, asgd, lamb, lion, sgd, type Optimizer } from "./index.ts";

/** One number's new value and memory from its value, its gradient, its memory and the step's number (1 in the first). */
type Rule = (w: number, g: number, memory: readonly number[], step: number) => readonly [number, ...number[]];

const momentum =
  (rate: number, keep: number, { dampening = 0, decay = 0, nesterov = false } = {}): Rule =>
  (w, g, [v], step) => {
    const decayed = g + decay * w;
    const velocity = step === 1 ? decayed : keep * v + (1 - dampening) * decayed;
    return [w - rate * (nesterov ? decayed + keep * velocity : velocity), velocity];
  };

const moments =
  (rate: number, { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 0, apart = 0 } = {}): Rule =>
  (w, g, [m, v], step) => {
    const decayed = g + decay * w;
    const [mean, square] = [beta1 * m + (1 - beta1) * decayed, beta2 * v + (1 - beta2) * decayed ** 2];
    const direction = mean / (1 - beta1 ** step) / (Math.sqrt(square / (1 - beta2 ** step)) + epsilon);
    return [w * (1 - rate * apart) - rate * direction, mean, square];
  };

const lionByHand: Rule = (w, g, [m]) => [
  w - 0.1 * (Math.sign(0.9 * m + 0.1 * g) + 0.5 * w),
  0.99 * m + 0.01 * g,
];

const adagradByHand: Rule = (w, g, [sum], step) => {
  const decayed = g + 0.2 * w;
  const total = (step === 1 ? 3 : sum) + decayed ** 2;
  return [w - ((0.1 / (1 + (step - 1) * 0.5)) * decayed) / (Math.sqrt(total) + 1e-10), total];
};

/** From step 3 on the average lags behind; the rates are float32 numbers, as in PyTorch. */
const asgdByHand: Rule = (w, g, [average], step) => {
  const rate = Math.fround(0.1 / (1 + 0.1 * 0.1 * (step - 1)) ** 0.5);
  const later = w * (1 - 0.1 * rate) - rate * (g + 0.2 * w);
  const share = Math.fround(1 / Math.max(1, step - 1 - 0.5));
  return [later, share === 1 ? later : average + (later - average) * share];
};

type Make = (parameters: readonly Parameter[]) => Optimizer;
const rows: readonly (readonly [string, Make, Rule])[] = [
  ["sgd", (p) => sgd(p), momentum(0.01, 0)],
  ["sgd with momentum", (p) => sgd(p, { learningRate: 0.1, momentum: 0.9 }), momentum(0.1, 0.9)],
  ["sgd with dampening", (p) => sgd(p, { learningRate: 0.1, momentum: 0.9, dampening: 0.5 }), momentum(0.1, 0.9, { dampening: 0.5 })], // prettier-ignore
  [
    "sgd with dampening but no momentum, which PyTorch ignores",
    (p) => sgd(p, { dampening: 0.5 }),
    momentum(0.01, 0),
  ],
  ["sgd with nesterov and weight decay", (p) => sgd(p, { learningRate: 0.1, momentum: 0.8, nesterov: true, weightDecay: 0.2 }), momentum(0.1, 0.8, { nesterov: true, decay: 0.2 })], // prettier-ignore
  ["adam", (p) => adam(p), moments(0.001)],
  ["adam with other options", (p) => adam(p, { learningRate: 0.1, beta1: 0.5, beta2: 0.8, epsilon: 0.1, weightDecay: 0.3 }), moments(0.1, { beta1: 0.5, beta2: 0.8, epsilon: 0.1, decay: 0.3 })], // prettier-ignore
  ["adamW", (p) => adamW(p, { learningRate: 0.1 }), moments(0.1, { apart: 0.01 })],
  [
    "adamW with weight decay",
    (p) => adamW(p, { learningRate: 0.1, weightDecay: 0.5 }),
    moments(0.1, { apart: 0.5 }),
  ],
  ["lion", (p) => lion(p, { learningRate: 0.1, weightDecay: 0.5 }), lionByHand],
  [
    "adagrad with all options",
    (p) => adagrad(p, { learningRate: 0.1, learningRateDecay: 0.5, weightDecay: 0.2, initialAccumulator: 3 }),
    adagradByHand,
  ],
  [
    "asgd with all options",
    (p) => asgd(p, { learningRate: 0.1, lambda: 0.1, alpha: 0.5, t0: 0.5, weightDecay: 0.2 }),
    asgdByHand,
  ],
];

describe.each(rows)("%s", (_, make, rule) => {
  it("takes three steps as the formula does by hand", async () => {
    const start = [1, -2, 0.5];
    const w = parameter(tensor(start, { dtype: "float64" }));
    const optimizer = make([w]);
    let expected = start.map((x): readonly [number, ...number[]] => [x, 0, 0]);
    for (let step = 1; step <= 3; step++) {
      optimizer.step(backward(sum(mul(mul(w, w), w))));
      expected = expected.map(([x, ...memory]) => rule(x, 3 * x ** 2, memory, step));
      (await w.data()).forEach((value, i) => expect(value).toBeCloseTo(expected[i][0], 12));
    }
    const slots = Object.values(optimizer.slots(w));
    for (const [k, slot] of slots.entries())
      (await slot.data()).forEach((value, i) => expect(value).toBeCloseTo(expected[i][k + 1], 12));
    expect(optimizer.steps).toBe(3);
  });
});

describe("lamb", () => {
  it("takes steps as long as each tensor, times the learning rate", async () => {
    const start = [3, -4];
    const w = parameter(tensor(start, { dtype: "float64" }));
    const optimizer = lamb([w], { learningRate: 0.1, weightDecay: 0.5 });
    let [now, memory] = [start, start.map(() => [0, 0])];
    for (let step = 1; step <= 3; step++) {
      const gradient = now.map((x) => 3 * x ** 2);
      optimizer.step(backward(sum(mul(mul(w, w), w))));
      memory = memory.map(([m, v], i) => [0.9 * m + 0.1 * gradient[i], 0.999 * v + 0.001 * gradient[i] ** 2]);
      const direction = memory.map(
        ([m, v], i) => m / (1 - 0.9 ** step) / (Math.sqrt(v / (1 - 0.999 ** step)) + 1e-6) + 0.5 * now[i],
      );
      const ratio = Math.hypot(...now) / Math.hypot(...direction);
      now = now.map((x, i) => x - 0.1 * ratio * direction[i]);
      (await w.data()).forEach((value, i) => expect(value).toBeCloseTo(now[i], 12));
    }
  });

  it("moves a tensor of zeros as AdamW does", async () => {
    const w = parameter([0, 0]);
    lamb([w], { learningRate: 0.1 }).step(backward(sum(w)));
    (await w.data()).forEach((value) => expect(value).toBeCloseTo(-0.1, 6));
  });
});
