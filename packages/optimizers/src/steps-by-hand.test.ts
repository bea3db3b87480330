import { backward, mul, parameter, sum, tensor, type Parameter } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { adam, adamW, sgd, type Optimizer } from "./index.ts";

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
