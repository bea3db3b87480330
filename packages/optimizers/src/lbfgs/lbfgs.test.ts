import { add, memory, mul, parameter, slice, square, sub, sum, type Parameter } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { lbfgs, type LbfgsOptions, type LbfgsState } from "../index.ts";

/** A valley whose lowest place is [1, 1]. */
const valley = (p: Parameter) => () => {
  const [x, y] = [slice(p, [0]), slice(p, [1])];
  return add(square(sub(1, x)), mul(square(sub(y, square(x))), 100));
};
const start = () => parameter([-1.5, 2]);
const searching: LbfgsOptions = { lineSearch: "strongWolfe" };

describe("lbfgs", () => {
  it("finds the end of a curved valley, and gives the loss before each step", async () => {
    const p = start();
    const optimizer = lbfgs([p], searching);
    expect(await optimizer.step(valley(p))).toBe(12.5);
    for (let i = 0; i < 4; i++) await optimizer.step(valley(p));
    for (const value of await p.data()) expect(value).toBeCloseTo(1, 3);
    expect(optimizer.steps).toBe(5);
  });

  it("computes the loss no oftener than it may", async () => {
    const p = start();
    const optimizer = lbfgs([p], { learningRate: 0.001, maxIterations: 10, maxEvaluations: 4 });
    await optimizer.step(valley(p));
    expect(optimizer.evaluations).toBe(4);
  });

  it("leaves alone what is frozen and what the loss does not depend on", async () => {
    const [w, frozen, unused] = [parameter([1]), parameter([2], { trainable: false }), parameter([3])];
    await lbfgs([w, frozen, unused], searching).step(() => sum(square(mul(w, frozen))));
    expect(await w.item()).toBeCloseTo(0, 3);
    expect([await frozen.item(), await unused.item()]).toEqual([2, 3]);
  });

  it("stays where it is when the loss cannot be computed farther on", async () => {
    const p = start();
    let calls = 0;
    const failing = () => {
      if (++calls === 3) throw new Error("out of data");
      return valley(p)();
    };
    const optimizer = lbfgs([p]);
    await expect(optimizer.step(failing)).rejects.toThrow("out of data");
    const [x, y] = await p.data();
    expect([x, y].every(Number.isFinite)).toBe(true);
    expect(await optimizer.step(valley(p))).not.toBe(12.5);
  });

  it("leaves no memory behind", async () => {
    const p = start();
    const optimizer = lbfgs([p], searching);
    const before = memory();
    for (let i = 0; i < 3; i++) await optimizer.step(valley(p));
    expect(memory()).toEqual(before);
  });

  it.each([searching, { learningRate: 0.01, historySize: 3 }])(
    "goes on from a state with %o with the same bits",
    async (options) => {
      const [p, q] = [start(), start()];
      const [first, second] = [lbfgs([p], options), lbfgs([q], options)];
      await first.step(valley(p));
      q.assign(p);
      second.loadState(structuredClone(first.state()));
      await first.step(valley(p));
      await second.step(valley(q));
      expect(await q.data()).toEqual(await p.data());
      expect(second.state()).toEqual(first.state());
    },
  );

  it.each<readonly [Partial<LbfgsState>, string]>([
    [{ name: "adam" as "lbfgs" }, "the state is of adam"],
    [{ numbers: {} }, "the state has undefined for the number steps"],
    [
      { vectors: { direction: new Float64Array(3) } },
      "needs a Float64Array of 2 numbers for direction, got 3",
    ],
    [{ vectors: { direction: new Float64Array(2) } }, "for gradient, got nothing"],
  ])("refuses the state %o, and changes nothing", async (change, message) => {
    const p = start();
    const optimizer = lbfgs([p], searching);
    await optimizer.step(valley(p));
    const before = optimizer.state();
    expect(() => optimizer.loadState({ ...before, ...change })).toThrow(message);
    expect(optimizer.state()).toEqual(before);
  });

  it.each<readonly [LbfgsOptions, string]>([
    [{ lineSearch: "wolfe" as "none" }, 'lineSearch must be "none" or "strongWolfe", got wolfe'],
    [{ maxIterations: 0 }, "maxIterations must be a whole number above 0, got 0"],
    [{ historySize: 1.5 }, "historySize must be a whole number above 0, got 1.5"],
    [{ lr: 1 } as LbfgsOptions, "has no option lr"],
  ])("refuses %o", (options, message) => {
    expect(() => lbfgs([start()], options)).toThrow(`lbfgs: ${message}`);
  });

  it("refuses a step before the last has ended", async () => {
    const p = start();
    const optimizer = lbfgs([p]);
    const running = optimizer.step(valley(p));
    await expect(optimizer.step(valley(p))).rejects.toThrow("lbfgs: the step before has not ended; await it");
    await running;
  });
});
