import { full, parameter, seeded, tensor, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { prelu, rrelu } from "./slopes.ts";

describe("prelu", () => {
  it.each([
    ["one slope", [0.5], [-1, 2, -1.5, 4]],
    ["a slope for each channel", [0.5, 0.1], [-1, 2, -0.3, 4]],
  ] as const)("takes %s", async (_, slope, expected) => {
    const y = await prelu(tensor([[[-2, 2], [-3, 4]]]), parameter(slope)).data(); // prettier-ignore
    y.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
  });

  it("refuses slopes that fit no axis", () => {
    expect(() => prelu(zeros([2, 3, 4]), zeros([4]))).toThrow(
      "prelu: needs one slope, or one for each channel",
    );
    expect(() => prelu(zeros([3]), zeros([3]))).toThrow("for [3] and [3]");
  });
});

describe("rrelu", () => {
  const x = full([1000], -1, { dtype: "float64" });

  it("has the middle slope outside of training", async () => {
    expect((await rrelu(x).data())[0]).toBe(-(1 / 8 + 1 / 3) / 2);
  });

  it("draws a slope for each number in training, in float64 with all its bits", async () => {
    const drawn = await rrelu(x, { training: true, random: seeded(1) }).data();
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(-1 / 3);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(-1 / 8);
    expect(new Set(drawn).size).toBe(1000);
    expect([...drawn].some((slope) => slope !== Math.fround(slope))).toBe(true);
    expect(await rrelu(x, { training: true, random: seeded(1) }).data()).toEqual(drawn);
  });

  it("leaves positive numbers alone", async () => {
    expect(await rrelu(tensor([0, 2]), { training: true }).array()).toEqual([0, 2]);
  });

  it.each([
    [0.5, 0.1],
    [NaN, 1],
  ])("refuses slopes from %d to %d", (lower, upper) => {
    expect(() => rrelu(x, { lower, upper })).toThrow(
      `rrelu: lower must not be above upper, got ${lower} and ${upper}`,
    );
  });
});
