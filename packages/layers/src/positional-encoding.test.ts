import { backward, ones, slice, sum, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { positionalEncoding } from "./index.ts";

describe("positionalEncoding", () => {
  it("adds sines and cosines whose waves become longer from feature to feature", async () => {
    const y = positionalEncoding(5, { dtype: "float64" })(zeros([4, 1, 5], { dtype: "float64" }));
    const row = await slice(y, [3, 0]).data();
    const slow = [3, 3 / 10000 ** (2 / 5), 3 / 10000 ** (4 / 5)];
    const expected = [Math.sin(slow[0]), Math.cos(slow[0]), Math.sin(slow[1]), Math.cos(slow[1]), Math.sin(slow[2])]; // prettier-ignore
    row.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 14));
  });

  it.each([
    ["[time, features]", {}, [3, 2], [1, 0]],
    ["[time, batch, features]", {}, [3, 4, 2], [1, 2, 0]],
    ["[batch, time, features]", { batchFirst: true }, [4, 3, 2], [2, 1, 0]],
  ])("counts time along its axis in %s", async (_, options, shape, at) => {
    const y = positionalEncoding(2, options)(ones(shape));
    expect(await slice(y, at).item()).toBeCloseTo(1 + Math.sin(1), 6);
  });

  it("has no parameters, or a learned one with a gradient for the places that occur", async () => {
    expect(positionalEncoding(2).own).toEqual({});
    const layer = positionalEncoding(2, { learned: true, maximumLength: 3, batchFirst: true });
    const gradients = backward(sum(layer(zeros([5, 2, 2]))));
    expect(await gradients.of(layer.own.weight).array()).toEqual([[5, 5], [5, 5], [0, 0]]); // prettier-ignore
  });

  it("drops a share of the sum in training", async () => {
    const layer = positionalEncoding(2, { dropout: 1 });
    expect(await sum(layer(ones([2, 2]), { training: true })).item()).toBe(0);
  });

  it.each([
    [[9, 1, 4], "the maximumLength is 8, for [9, 1, 4]"],
    [[2, 1, 3], "takes sequences of 4 features, for [2, 1, 3]"],
    [[4], "takes sequences of 4 features, for [4]"],
  ])("refuses %o", (shape, message) => {
    expect(() => positionalEncoding(4, { maximumLength: 8 })(zeros(shape))).toThrow(message);
  });
});
