import { describe, expect, it } from "vitest";
import { along, axesOf, axisOf } from "./axes.ts";
import { ones, zeros } from "./create.ts";
import * as operations from "./index.ts";
import type { Tensor } from "./tensor.ts";

type AlongAxis = (x: Tensor, options: { axis: number }) => unknown;
const { concat, expandDims, flatten, flip, gather, indexSelect, split, squeeze, stack, transpose } =
  operations;
const zero = zeros([1], { dtype: "int32" });

const byOption = [
  ...(["sum", "mean", "prod", "max", "min", "any", "all", "argmax", "argmin", "cumulativeSum"] as const),
  ...(["variance", "standardDeviation", "logSumExp", "norm", "softmax", "logSoftmax"] as const),
].map((name) => [name, (x: Tensor, axis: number) => (operations[name] as AlongAxis)(x, { axis })] as const); // prettier-ignore

const others = [
  ["flip", flip],
  ["squeeze", squeeze],
  ["flatten", flatten],
  ["transpose", (x, axis) => transpose(x, [0, axis])],
  ["split", (x, axis) => split(x, 1, { axis })],
  ["concat", (x, axis) => concat([x], { axis })],
  ["indexSelect", (x, axis) => indexSelect(x, zero, { axis })],
  ["gather", (x, axis) => gather(x, zeros([2, 3], { dtype: "int32" }), { axis })],
] as const satisfies (readonly [string, (x: Tensor, axis: number) => unknown])[];

describe("an axis out of range", () => {
  it.each([...byOption, ...others])("is refused by %s, which says its own name", (name, f) => {
    for (const axis of [-3, 7, 0.5, NaN])
      expect(() => f(ones([2, 3]), axis)).toThrow(
        expect.objectContaining({
          name: "ShapeError",
          message: `${name}: there is no axis ${axis}; axes go from -2 to 1, for [2, 3]`,
        }),
      );
  });

  it("may lie one further where an axis is added", () => {
    expect(() => expandDims(ones([2, 3]), 3)).toThrow("expandDims: there is no axis 3; axes go from -3 to 2");
    expect(() => stack([ones([2, 3])], { axis: -4 })).toThrow(
      "stack: there is no axis -4; axes go from -3 to 2",
    );
  });

  it("is any axis of a single number", () => {
    expect(() => axisOf("softmax", 0, [])).toThrow("softmax: there is no axis 0; there is no axis, for []");
  });
});

describe("axes", () => {
  it.each([
    [undefined, [0, 1, 2]],
    [[], []],
    [-1, [2]],
    [
      [2, 0],
      [0, 2],
    ],
    [
      [-1, 0, 1],
      [0, 1, 2],
    ],
  ])("%j of three are %j", (axes, expected) => {
    expect(axesOf("sum", axes, [2, 3, 4])).toEqual(expected);
  });

  it("may not be named twice", () => {
    expect(() => axesOf("sum", [0, -3], [2, 3, 4])).toThrow(
      "sum: axes 0,-3 name one axis twice, for [2, 3, 4]",
    );
  });

  it("split a shape into blocks, rows and what lies within", () => {
    expect(along([2, 3, 4, 5], 1)).toEqual({ outer: 2, size: 3, inner: 20 });
    expect(along([2, 3, 4, 5], 1, 2)).toEqual({ outer: 2, size: 12, inner: 5 });
  });
});
