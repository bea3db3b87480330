import { backward, linspace, ones, parameter, sum } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { relu } from "./relu.ts";

describe.each(["float32", "float64"] as const)("relu of %s from −5 to 10", (dtype) => {
  const x = linspace(-5, 10, 301, { dtype });

  it("is x above 0, and 0 at and below, to the bit", async () => {
    const y = await relu(x).data();
    (await x.data()).forEach((at, i) => expect(y[i]).toBe(at > 0 ? at : 0));
  });

  it("has slope 1 above 0, and 0 at and below", async () => {
    const w = parameter(x);
    const gradient = await backward(sum(relu(w)))
      .of(w)
      .data();
    const slope = await relu.derivative(x).data();
    (await x.data()).forEach((at, i) => {
      expect(gradient[i]).toBe(at > 0 ? 1 : 0);
      expect(slope[i]).toBe(gradient[i]);
    });
  });

  it("meets 0 exactly, so that the reference plot shows the corner", async () => {
    expect([...(await x.data())]).toContain(0);
  });
});

it("knows what the textbook says", () => {
  expect(relu.facts).toMatchObject({
    range: [0, Infinity],
    kinks: [{ at: 0, derivative: 0 }],
    saturation: { below: 0 },
    hidden: "kaimingNormal",
  });
});

it("keeps the shape", () => {
  expect(relu(ones([2, 3])).shape).toEqual([2, 3]);
});
