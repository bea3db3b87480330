import { memory, parameter, scope, tensor, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { exponentialMovingAverage } from "./index.ts";

const values = [4, 8, 2, 10];

/** An average that has seen the values above. */
function averaged(options: Parameters<typeof exponentialMovingAverage>[1]) {
  const [w, other] = [parameter([0]), parameter([1, 2])];
  const smooth = exponentialMovingAverage([w, other], options);
  for (const value of values) {
    w.assign(tensor([value]));
    smooth.update();
  }
  return { w, other, smooth };
}

describe("an exponential moving average", () => {
  it("starts at the first values it sees, and forgets as its decay says", async () => {
    const { smooth } = averaged({ decay: 0.9 });
    const expected = values.reduce((average, value) => 0.9 * average + 0.1 * value);
    expect(await smooth.averages[0].item()).toBeCloseTo(expected, 5);
    expect(await smooth.averages[1].array()).toEqual([1, 2]);
    expect(smooth.updates).toBe(4);
  });

  it("averages all values alike with the decay n / (n + 1)", async () => {
    expect(await averaged({ decay: (n) => n / (n + 1) }).smooth.averages[0].item()).toBeCloseTo(6, 6);
  });

  it("changes places with the parameters, and back, to the bit", async () => {
    const { w, other, smooth } = averaged({ decay: 0.9 });
    const average = await smooth.averages[0].item();
    smooth.swap();
    expect([await w.item(), await smooth.averages[0].item()]).toEqual([average, 10]);
    expect(await other.array()).toEqual([1, 2]);
    smooth.swap();
    expect([await w.item(), await smooth.averages[0].item()]).toEqual([10, average]);
  });

  it("is in use while a body runs, and not after the body fails", async () => {
    const { w, smooth } = averaged({ decay: 0.9 });
    expect(await smooth.using(async () => w.item())).toBe(await smooth.averages[0].item());
    await expect(smooth.using(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await w.item()).toBe(10);
  });

  it("makes no memory grow, and outlives the scope it was made in", async () => {
    const w = parameter([1, 2]);
    const smooth = scope(() => exponentialMovingAverage([w]));
    const before = memory();
    for (let i = 0; i < 100; i++) scope(() => smooth.update());
    await smooth.using(() => {});
    expect(memory()).toEqual(before);
    expect(await smooth.averages[0].array()).toEqual([1, 2]);
  });

  it("goes on from a saved state with the same bits", async () => {
    const [first, second] = [averaged({ decay: 0.9 }), averaged({ decay: 0.9 })];
    first.smooth.update();
    second.smooth.loadState(first.smooth.state());
    for (const { smooth } of [first, second]) smooth.update();
    expect(await second.smooth.averages[0].item()).toBe(await first.smooth.averages[0].item());
    expect(second.smooth.updates).toBe(6);
  });

  it("refuses a state that does not fit, and changes nothing", async () => {
    const { smooth } = averaged({});
    const { tensors, ...rest } = averaged({}).smooth.state();
    const wrong = { ...rest, tensors: { ...tensors, "1.average": zeros([3]) } };
    expect(() => smooth.loadState(wrong)).toThrow(
      "exponentialMovingAverage: the state has Tensor [3] float32 for 1.average, which needs Tensor [2] float32",
    );
    expect(() => smooth.loadState({ ...rest, tensors: { ...tensors, "2.average": zeros([3]) } })).toThrow(
      "the state has 2.average",
    );
    expect(smooth.updates).toBe(4);
  });

  it.each([
    [() => exponentialMovingAverage([]), "got no parameters"],
    [() => averaged({ decay: 1.5 }), "decay must lie between 0 and 1, got 1.5 after 0 updates"],
    [() => averaged({ decay: (n) => n }), "decay must lie between 0 and 1, got 2 after 2 updates"],
  ])("refuses what cannot be", (make, message) => {
    expect(make).toThrow(`exponentialMovingAverage: ${message}`);
  });
});
