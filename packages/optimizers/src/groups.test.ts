import { backward, memory, mul, parameter, scope, sum, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { adam, rmsprop, sgd } from "./index.ts";

const pair = () => [parameter([1]), parameter([1])] as const;

describe("groups of parameters", () => {
  it("have options of their own, and share the others", async () => {
    const [w, v] = pair();
    const groups = [{ parameters: [w], learningRate: 0.5 }, { parameters: [v], weightDecay: 1 }]; // prettier-ignore
    const optimizer = sgd(groups, { learningRate: 0.1 });
    optimizer.step(backward(sum(mul(w, v))));
    expect(await w.item()).toBe(0.5);
    expect(await v.item()).toBeCloseTo(0.8, 6);
    expect(optimizer.parameters).toEqual([w, v]);
    expect(optimizer.groups.map(({ parameters, options }) => [parameters, options["learningRate"]])).toEqual([
      [[w], 0.5],
      [[v], 0.1],
    ]);
  });

  it("follow schedules of their own", () => {
    const [w, v] = pair();
    const optimizer = adam([{ parameters: [w], learningRate: (step) => step }, { parameters: [v] }], {
      learningRate: (step) => step / 10,
    });
    for (let i = 0; i < 3; i++) optimizer.step(backward(sum(mul(w, v))));
    expect(optimizer.groups.map(({ options }) => options["learningRate"])).toEqual([3, 0.3]);
  });

  it("are set together or one by one, and not at all when one refuses", () => {
    const [w, v] = pair();
    const optimizer = sgd([{ parameters: [w], momentum: 0.9 }, { parameters: [v] }]);
    const rates = () => optimizer.groups.map(({ options }) => options["learningRate"]);
    optimizer.set("learningRate", 1);
    optimizer.set("learningRate", 2, { group: 1 });
    expect(rates()).toEqual([1, 2]);
    expect(() => optimizer.set("nesterov", true)).toThrow("sgd: nesterov needs momentum");
    expect(optimizer.options["nesterov"]).toBe(false);
    expect(() => optimizer.set("learningRate", 3, { group: 2 })).toThrow("sgd: has 2 groups, none at 2");
    expect(rates()).toEqual([1, 2]);
  });

  it("measure their norms one by one", async () => {
    const [w, v] = pair();
    const optimizer = sgd([{ parameters: [w], learningRate: 3 }, { parameters: [v] }], { learningRate: 2 });
    const norms = optimizer.step(backward(sum(mul(w, v))), { norms: true });
    expect(norms.map(({ parameters }) => parameters)).toEqual([[w], [v]]);
    expect(await Promise.all(norms.map(({ changes }) => changes.array()))).toEqual([[3], [2]]);
  });

  it.each([
    [
      (w: ReturnType<typeof parameter>) => [{ parameters: [w] }, { parameters: [w] }],
      "got a parameter twice",
    ],
    [() => [{ parameters: [] }], "got no parameters; pass model.parameters"],
    [(w: ReturnType<typeof parameter>) => [{ parameters: [parameter([1])] }, w], "got no parameters"],
    [(w: ReturnType<typeof parameter>) => [{ parameters: [w], lr: 1 }], "has no option lr"],
    [() => [zeros([2])], "needs parameters, got Tensor [2] float32"],
  ])("refuse what an optimizer cannot use", (make, message) => {
    expect(() => sgd(make(parameter([1])) as never)).toThrow(`sgd: ${message}`);
  });
});

describe("slots that options ask for", () => {
  it("take no memory before, and are there from the next step on", () => {
    const w = parameter([1, 2]);
    const optimizer = rmsprop([w]);
    const step = () => scope(() => optimizer.step(backward(sum(w))));
    step();
    expect(Object.keys(optimizer.slots(w))).toEqual(["square"]);
    const before = memory();
    optimizer.set("momentum", 0.9);
    optimizer.set("centered", true);
    step();
    expect(Object.keys(optimizer.slots(w))).toEqual(["square", "mean", "velocity"]);
    expect(memory().tensors - before.tensors).toBe(2);
  });
});
