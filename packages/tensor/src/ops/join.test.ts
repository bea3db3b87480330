import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sizeOf, type Shape } from "@piecewise/spec";
import { arange, tensor, zeros } from "../create.ts";
import { grad } from "../grad.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { concat, stack, tile } from "./join.ts";
import { pad } from "./pad.ts";
import { sum } from "./reduce.ts";
import { reshape } from "./reshape.ts";
import { slice, split } from "./views.ts";

const counting = (shape: Shape): Tensor => reshape(arange(1, sizeOf(shape) + 1), shape);
const shapes = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 });
const shapeAndAxis = shapes.chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    axis: fc.integer({ min: -shape.length, max: shape.length - 1 }),
    sizes: fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }),
  }),
);

describe("concat and split", () => {
  it("undo each other along any axis", async () => {
    await fc.assert(
      fc.asyncProperty(shapeAndAxis, async ({ shape, axis, sizes }) => {
        const at = axis < 0 ? axis + shape.length : axis;
        const parts = sizes.map((size) => counting(shape.with(at, size)));
        const whole = concat(parts, { axis });
        expect(whole.shape).toEqual(shape.with(at, sizes.reduce((a, b) => a + b, 0))); // prettier-ignore
        const again = split(whole, sizes, { axis });
        for (const [i, part] of again.entries())
          expect([part.shape, await part.data()]).toEqual([parts[i].shape, await parts[i].data()]);
      }),
    );
  });

  it("give each input the gradient of its part, also when it comes twice", async () => {
    const slope = grad((x: Tensor) => sum(mul(concat([x, x]), tensor([1, 2, 3, 4]))));
    expect(await slope(tensor([5, 5])).array()).toEqual([4, 6]);
  });

  it("take the widest dtype, and hand its gradient back in the input's", () => {
    const wide = tensor([1], { dtype: "float64" });
    expect(concat([tensor([true]), tensor([2], { dtype: "int32" })]).dtype).toBe("int32");
    expect(grad((x: Tensor) => sum(concat([x, wide])))(tensor([1])).dtype).toBe("float32");
  });

  it.each<readonly [string, () => unknown, string]>([
    ["nothing", () => concat([]), "concat: needs at least one tensor"],
    ["other sizes", () => concat([zeros([2, 3]), zeros([2, 4])]), "concat: sizes other than those of axis 0 differ, for [2, 3] and [2, 4]"],
    ["other ranks", () => concat([zeros([2]), zeros([2, 1])]), "concat: sizes other than those of axis 0 differ, for [2] and [2, 1]"],
    ["a single number", () => concat([tensor(1)]), "concat: there is no axis 0; there is no axis, for []"],
    ["nothing to stack", () => stack([]), "stack: needs at least one tensor"],
    ["other shapes to stack", () => stack([zeros([2]), zeros([3])]), "stack: the shapes differ, for [2] and [3]"],
  ])("refuse %s", (_name, make, message) => {
    expect(make).toThrow(expect.objectContaining({ name: "ShapeError", message }));
  }); // prettier-ignore
});

describe("stack", () => {
  it("puts each tensor at its index of the new axis", async () => {
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(3), fc.boolean(), async (shape, place, fromEnd) => {
        const at = Math.min(place, shape.length);
        const axis = fromEnd ? at - shape.length - 1 : at;
        const parts = [counting(shape), mul(counting(shape), 10)];
        const whole = stack(parts, { axis });
        expect(whole.shape).toEqual(shape.toSpliced(at, 0, 2));
        for (const [i, part] of parts.entries()) {
          const picked = slice(whole, whole.shape.map((_, a) => (a === at ? i : null))); // prettier-ignore
          expect(await picked.array()).toEqual(await part.array());
        }
      }),
    );
  });
});

describe("pad", () => {
  it("is undone by slicing, and what it adds has the value", async () => {
    const cases = shapes.chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        widths: fc.tuple(...shape.map(() => fc.tuple(fc.nat(2), fc.nat(2)))),
      }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, widths }) => {
        const x = counting(shape);
        const y = pad(x, widths, { value: -1 });
        const inside = widths.map(([before], axis) => ({ start: before, stop: before + shape[axis] }));
        expect(await slice(y, inside).array()).toEqual(await x.array());
        expect([...(await y.data())].filter((v) => v === -1)).toHaveLength(y.size - x.size);
      }),
    );
  });

  it.each([
    ["too few widths", [[0, 0]]],
    ["negative widths", [[0, 0], [-1, 0]]], // prettier-ignore
    ["fractions", [[0, 0], [0.5, 0]]], // prettier-ignore
  ])("refuses %s", (_name, widths) => {
    expect(() => pad(zeros([2, 2]), widths as never)).toThrow(
      expect.objectContaining({ name: "ShapeError", operation: "pad" }),
    );
  });
});

describe("tile", () => {
  it("is the concatenation of copies along each axis", async () => {
    const cases = shapes.chain((shape) =>
      fc.record({ shape: fc.constant(shape), counts: fc.tuple(...shape.map(() => fc.nat(3))) }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ({ shape, counts }) => {
        const x = counting(shape);
        let expected: Tensor = x;
        counts.forEach((count, axis) => {
          const copies = Array.from({ length: count }, () => expected);
          expected = count === 0 ? zeros(expected.shape.with(axis, 0)) : concat(copies, { axis });
        });
        expect(await tile(x, counts).array()).toEqual(await expected.array());
      }),
    );
  });

  it("adds axes in front when there are more counts", async () => {
    expect(await tile(tensor([1, 2]), [2, 1]).array()).toEqual([[1, 2], [1, 2]]); // prettier-ignore
  });

  it.each([[[2]], [[1, -1]], [[1, 0.5]]])("refuses the counts %j for a matrix", (counts) => {
    expect(() => tile(zeros([2, 2]), counts)).toThrow(expect.objectContaining({ operation: "tile" }));
  });
});
