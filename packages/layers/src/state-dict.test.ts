import { relu } from "@piecewise/activations";
import { backward, full, memory, normal, ones, seeded, sum, tensor, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { batchNorm1d, dropout, freeze, linear, loadStateDict, lstm, residual, sequential } from "./index.ts";
import { stateDict, transformerEncoderLayer, unfreeze } from "./index.ts";

const make = (seed: number) =>
  sequential(linear(4, 3, { random: seeded(seed) }), relu, batchNorm1d(3), residual(linear(3, 3)));

describe("stateDict", () => {
  it("has PyTorch's names in PyTorch's order, statistics among them, and the model's own parameters", () => {
    const model = make(1);
    expect(Object.keys(stateDict(model))).toEqual([
      ...["0.weight", "0.bias", "2.weight", "2.bias"],
      ...["2.running_mean", "2.running_var", "2.num_batches_tracked"],
      ...["3.block.weight", "3.block.bias"],
    ]);
    expect(stateDict(model)["0.weight"]).toBe(model.parameters[0]);
  });

  it("of a plain function is empty", () => {
    expect(stateDict(relu)).toEqual({});
    expect(loadStateDict(dropout(0.5), {})).toEqual({ missing: [], unexpected: [] });
  });
});

describe("loadStateDict", () => {
  it.each([
    ["a model", () => make(1), () => make(2), [2, 4]],
    ["a transformer", () => transformerEncoderLayer(4, 2), () => transformerEncoderLayer(4, 2), [3, 2, 4]],
    ["an lstm", () => lstm(4, 2, { layers: 2 }), () => lstm(4, 2, { layers: 2 }), [3, 2, 4]],
  ] as const)("makes one of %s compute what another computes", async (_, from, to, shape) => {
    const [a, b] = [from(), to()];
    const x = normal(shape, { random: seeded(5) });
    a(x, { training: true });
    expect(await b(x).data()).not.toEqual(await a(x).data());
    loadStateDict(b, stateDict(a));
    expect(await b(x).data()).toEqual(await a(x).data());
  });

  it("takes typed arrays with their shapes, and converts floating and whole numbers", async () => {
    const norm = batchNorm1d(2);
    loadStateDict(norm, {
      weight: { data: new Float64Array([0.5, 2]), shape: [2] },
      bias: zeros([2], { dtype: "float64" }),
      running_mean: { data: new Float32Array(2), shape: [2] },
      running_var: { data: new Float32Array([1, 4]), shape: [2] },
      num_batches_tracked: { data: new BigInt64Array([7n]), shape: [] },
    });
    expect(await norm.own.weight.array()).toEqual([0.5, 2]);
    expect(norm.own.bias.dtype).toBe("float32");
    expect(await norm.own.num_batches_tracked.item()).toBe(7);
  });

  it("copies: what happens to the other model later does not reach this one", async () => {
    const [a, b] = [linear(1, 1), linear(1, 1)];
    loadStateDict(b, stateDict(a));
    const before = await b.own.weight.item();
    a.own.weight.assign(full([1, 1], 9));
    expect(await b.own.weight.item()).toBe(before);
  });

  it("tells all that does not fit in one error, and has changed nothing then", async () => {
    const model = sequential(linear(2, 1), batchNorm1d(1));
    const before = await Promise.all(Object.values(stateDict(model)).map((p) => p.data()));
    const state = {
      "0.weight": ones([1, 3]),
      "0.bias": ones([1], { dtype: "int32" }),
      "1.weight": { data: new Float32Array(2), shape: [1] },
      "1.bias": ones([1]),
      "1.running_mean": ones([1]),
      "2.weight": ones([1]),
    };
    expect(() => loadStateDict(model, state)).toThrow(
      [
        "loadStateDict: the state does not fit the model:",
        "missing: 1.running_var",
        "unexpected: 2.weight",
        "0.weight has the shape [1, 2], not [1, 3]",
        "0.bias holds float32, but was given whole numbers",
        "1.weight needs 1 numbers, not 2",
        "strict: false leaves out what is missing or unexpected",
      ].join("\n  "),
    );
    const after = await Promise.all(Object.values(stateDict(model)).map((p) => p.data()));
    expect(after).toEqual(before);
  });

  it("without strict leaves out what is missing and unexpected, and says which", async () => {
    const model = linear(1, 1, { bias: true });
    const result = loadStateDict(model, { weight: ones([1, 1]), gain: ones([1]) }, { strict: false });
    expect(result).toEqual({ missing: ["bias"], unexpected: ["gain"] });
    expect(await model.own.weight.item()).toBe(1);
    expect(() => loadStateDict(model, { weight: ones([2, 1]) }, { strict: false })).toThrow(
      "has the shape [1, 1]",
    );
  });

  it("changes nothing when a tensor was freed, and leaks nothing", async () => {
    const model = linear(1, 1);
    const [weight, bias] = [full([1, 1], 5), zeros([1])];
    const before = memory();
    loadStateDict(model, { weight, bias });
    expect(memory()).toEqual(before);
    bias.dispose();
    expect(() => loadStateDict(model, { weight: tensor([[3]]), bias })).toThrow("the tensor was freed");
    expect(await model.own.weight.item()).toBe(5);
  });
});

describe("freeze", () => {
  it("keeps gradients from a part of a model until unfreeze, and leaves running statistics alone", () => {
    const model = make(3);
    const base = model.inside["2"];
    const has = () => {
      const gradients = backward(sum(model(ones([2, 4]), { training: true })));
      return model.parameters.map((p) => gradients.has(p));
    };
    freeze(base);
    expect(has()).toEqual([true, true, false, false, true, true]);
    unfreeze(base);
    expect(has()).toEqual([true, true, true, true, true, true]);
    expect(stateDict(model)["2.running_mean"].trainable).toBe(false);
    freeze(relu);
  });
});
