import { backward, mul, parameter, sum, tensor, zeros, type Parameter } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import * as optimizers from "./index.ts";
import { loadOptimizerState, optimizerState, type Optimizer, type SavedState } from "./index.ts";

const { adam, asgd, lamb, nadam, rmsprop, rprop, sgd } = optimizers;
const rows: readonly (readonly [string, (parameters: readonly Parameter[]) => Optimizer])[] = [
  ["sgd with momentum", (p) => sgd(p, { momentum: 0.9 })],
  ["sgd without", (p) => sgd(p)],
  ["adam with amsgrad and a schedule", (p) => adam(p, { amsgrad: true, learningRate: (step) => 1 / (1 + step) })], // prettier-ignore
  ["rmsprop", (p) => rmsprop(p, { centered: true, momentum: 0.5 })],
  ["rprop", (p) => rprop(p)],
  ["nadam", (p) => nadam(p)],
  ["asgd", (p) => asgd(p, { t0: 1 })],
  ["lamb", (p) => lamb(p)],
];

const start = () => [parameter([3, -4]), parameter([[1], [2]])] as const;
const take = (optimizer: Optimizer, [a, b]: readonly Parameter[], times: number) => {
  for (let i = 0; i < times; i++)
    optimizer.step(backward(sum(mul(a, a)).add(i === 0 ? sum(a) : sum(mul(b, b)))));
};

/** A state as a file would hold it: nothing of it changes any more. */
async function written({ name, tensors, numbers }: SavedState): Promise<SavedState> {
  const copies = Object.entries(tensors).map(
    async ([key, x]) => [key, tensor(await x.data(), { shape: x.shape })] as const,
  );
  return { name, numbers: { ...numbers }, tensors: Object.fromEntries(await Promise.all(copies)) };
}

describe.each(rows)("the state of %s", (_, make) => {
  it("lets another optimizer go on with the same bits", async () => {
    const [before, after] = [start(), start()];
    const first = make(before);
    take(first, before, 4);
    const saved = await written(optimizerState(first));
    for (const [i, p] of after.entries()) p.assign(before[i]);
    take(first, before, 3);
    const second = make(after);
    loadOptimizerState(second, saved);
    take(second, after, 3);
    for (const [i, p] of after.entries()) expect(await p.data()).toEqual(await before[i].data());
    const [end, other] = await Promise.all([first, second].map((o) => written(optimizerState(o))));
    expect(other.numbers).toEqual(end.numbers);
    for (const [name, values] of Object.entries(end.tensors))
      expect(await other.tensors[name].data(), name).toEqual(await values.data());
  });
});

it("a state has a slot from the step on that asks for it, and loading it drops one that nobody asked for", () => {
  const [[a], [b], [c]] = [start(), start(), start()];
  const momentum = (step: number) => (step < 2 ? 0 : 0.9);
  const [early, late, other] = [sgd([a], { momentum }), sgd([b], { momentum }), sgd([c], { momentum })];
  for (const [optimizer, p] of [[early, a], [late, b], [late, b]] as const) optimizer.step(backward(sum(p))); // prettier-ignore
  expect(Object.keys(optimizerState(late).tensors)).toEqual(["0.velocity"]);
  loadOptimizerState(other, optimizerState(late));
  expect(Object.keys(other.slots(c))).toEqual(["velocity"]);
  loadOptimizerState(other, optimizerState(early));
  expect(Object.keys(other.slots(c))).toEqual([]);
});

it("a state has options of each group, and only those without a schedule", () => {
  const [a, b] = start();
  const groups = [{ parameters: [a], learningRate: () => 1 }, { parameters: [b], weightDecay: 0.5 }]; // prettier-ignore
  const { numbers, tensors } = optimizerState(sgd(groups, { nesterov: true, momentum: 0.9 }));
  expect(Object.keys(tensors)).toEqual(["0.velocity", "1.velocity"]);
  expect(numbers).toMatchObject({ steps: 0, "0.step": 0, "1.step": 0, "groups.0.weightDecay": 0, "groups.1.weightDecay": 0.5, "groups.1.nesterov": true, "groups.1.learningRate": 0.01 }); // prettier-ignore
  expect(numbers).not.toHaveProperty(["groups.0.learningRate"]);
});

type Change = (saved: SavedState) => SavedState;
const withTensors =
  (tensors: SavedState["tensors"]): Change =>
  (saved) => ({ ...saved, tensors: { ...saved.tensors, ...tensors } });
const withNumbers =
  (numbers: SavedState["numbers"]): Change =>
  (saved) => ({ ...saved, numbers: { ...saved.numbers, ...numbers } });

it.each<readonly [string, Change, string]>([
  ["of another optimizer", (saved) => ({ ...saved, name: "adam" }), "the state is of adam"],
  ["without a tensor", (saved) => ({ ...saved, tensors: {} }), "has nothing for 0.mean, which needs Tensor [2] float32"], // prettier-ignore
  ["with another shape", withTensors({ "1.mean": zeros([2]) }), "has Tensor [2] float32 for 1.mean, which needs Tensor [2, 1] float32"], // prettier-ignore
  ["with another dtype", withTensors({ "0.mean": zeros([2], { dtype: "float64" }) }), "has Tensor [2] float64 for 0.mean"], // prettier-ignore
  ["of more parameters", withTensors({ "2.mean": zeros([1]) }), "has 2.mean, which is not known here"],
  ["of more groups", withNumbers({ "groups.1.beta1": 0 }), "has groups.1.beta1, which is not known here"],
  ["without its count", (saved) => ({ ...saved, numbers: {} }), "has undefined for the number steps"],
  ["with half a step", withNumbers({ "1.step": 0.5 }), "has 0.5 for the count 1.step"],
  ["without its own number", withNumbers({ "0.muProduct": NaN }), "has NaN for the number 0.muProduct"],
  ["with an option that cannot be", withNumbers({ "groups.0.beta1": 1 }), "beta1 and beta2 must be below 1"],
])("refuses a state %s, and changes nothing", async (_, change, message) => {
  const [own, others] = [start(), start()];
  const [optimizer, other] = [nadam(own), nadam(others, { learningRate: 1 })];
  take(optimizer, own, 2);
  take(other, others, 3);
  const before = await written(optimizerState(optimizer));
  expect(() => loadOptimizerState(optimizer, change(optimizerState(other)))).toThrow(message);
  const after = await written(optimizerState(optimizer));
  expect(after.numbers).toEqual(before.numbers);
  for (const [name, values] of Object.entries(before.tensors))
    expect(await after.tensors[name].data()).toEqual(await values.data());
});

it("torchNames has each slot that an optimizer of PyTorch keeps", () => {
  for (const [name, make] of Object.entries({ ...optimizers, lamb: undefined, lion: undefined })) {
    if (typeof make !== "function" || !(name in optimizers.torchNames)) continue;
    const w = parameter([1]);
    const options = name === "sgd" ? { momentum: 0.5 } : {};
    const slots = (make as typeof sgd)([w], options).slots(w);
    expect(Object.keys(optimizers.torchNames[name])).toEqual(expect.arrayContaining(Object.keys(slots)));
  }
});
