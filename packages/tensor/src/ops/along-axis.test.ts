import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sizeOf } from "@piecewise/spec";
import { tensor, zeros } from "../create.ts";
import { argmax, argmin, cumulativeSum } from "./along-axis.ts";
import { sum } from "./reduce.ts";
import { softmax, logSoftmax } from "./softmax.ts";
import { flip, slice } from "./views.ts";

const cases = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }).chain((shape) =>
  fc.record({
    axis: fc.integer({ min: -shape.length, max: shape.length - 1 }),
    x: fc
      .array(fc.integer({ min: -3, max: 3 }), { minLength: sizeOf(shape), maxLength: sizeOf(shape) })
      .map((values) => tensor(Float64Array.from(values), { shape })),
  }),
);

describe("along any axis", () => {
  it("a cumulative sum ends with the sum, and reversed it is that of the flipped tensor", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ axis, x }) => {
        const y = cumulativeSum(x, { axis });
        const at = axis < 0 ? axis + x.rank : axis;
        const last = slice(y, x.shape.map((_, a) => (a === at ? -1 : null))); // prettier-ignore
        expect(await last.array()).toEqual(await sum(x, { axis }).array());
        const reversed = cumulativeSum(x, { axis, reverse: true });
        const flipped = flip(cumulativeSum(flip(x, axis), { axis }), axis);
        expect(await reversed.data()).toEqual(await flipped.data());
      }),
    );
  });

  it("softmax sums to 1 and is what logSoftmax is the logarithm of", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ axis, x }) => {
        const total = await sum(softmax(x, { axis }), { axis }).data();
        for (const one of total) expect(one).toBeCloseTo(1, 12);
        const logarithms = (await softmax(x, { axis }).data()).map(Math.log);
        (await logSoftmax(x, { axis }).data()).forEach((v, i) => expect(v).toBeCloseTo(logarithms[i], 12));
      }),
    );
  });
});

describe("argmax and argmin", () => {
  it("give the first of equals, and NaN as beyond all", async () => {
    const x = tensor([[1, 3, 3], [2, NaN, 5]]); // prettier-ignore
    expect(await argmax(x, { axis: 1 }).array()).toEqual([1, 1]);
    expect(await argmin(x, { axis: 1 }).array()).toEqual([0, 1]);
    expect(await argmax(x, { axis: 0, keepDims: true }).array()).toEqual([[1, 1, 1]]);
    expect([await argmax(x).item(), argmax(x).dtype]).toEqual([4, "int32"]);
    expect(await argmin(x, { keepDims: true }).array()).toEqual([[4]]);
  });

  it("refuse to search nothing", () => {
    expect(() => argmax(zeros([2, 0]), { axis: 1 })).toThrow("argmax: there is nothing to compare along axis 1, for [2, 0]"); // prettier-ignore
    expect(argmax(zeros([2, 0]), { axis: 0 }).shape).toEqual([0]);
  });
});

describe("softmax", () => {
  it("does not overflow, and gives nothing to −∞", async () => {
    expect(await softmax(tensor([1000, 1000, -Infinity])).array()).toEqual([0.5, 0.5, 0]);
  });

  it("refuses integers", () => {
    expect(() => softmax(zeros([2], { dtype: "int32" }))).toThrow("softmax: needs float32 or float64, got int32; cast it first"); // prettier-ignore
  });
});
