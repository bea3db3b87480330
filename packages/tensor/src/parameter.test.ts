import { formula, input, scalar } from "@piecewise/expressions";
import { describe, expect, it } from "vitest";
import { ones, parameter, tensor, zeros } from "./create.ts";
import { memory } from "./memory.ts";
import { update } from "./parameter.ts";

describe("assign", () => {
  it("replaces the numbers, converts them, and frees nothing", async () => {
    const [w, values] = [parameter([1, 2]), tensor([3, 4], { dtype: "int32" })];
    const before = memory();
    w.assign(values);
    expect([await w.array(), w.dtype, memory()]).toEqual([[3, 4], "float32", before]);
    w.assign(w);
    expect(await w.array()).toEqual([3, 4]);
  });

  it("counts how often the numbers changed", () => {
    const w = parameter([1, 2]);
    const before = w.version;
    w.assign(tensor([3, 4]));
    expect(w.version).toBe(before + 1);
  });

  it.each([[[3]], [[2, 1]], [[1, 2]], [[]]])("refuses the shape %j for [2]", (shape) => {
    expect(() => parameter([1, 2]).assign(zeros(shape))).toThrow(
      expect.objectContaining({
        name: "ShapeError",
        message: `assign: the shapes differ, for [${shape.join(", ")}] and [2]`,
      }),
    );
  });
});

describe("update", () => {
  const [p, g, velocity] = [input(0), input(1), input(2)];
  const moved = velocity.times(scalar(0)).plus(g);
  const momentum = formula([p.minus(moved.times(scalar(1))), moved], 3);

  it("changes several parameters in one loop, each from the values before", async () => {
    const [w, v, slope] = [parameter([1, 2]), parameter([10, 10]), tensor([1, 1])];
    update(momentum, [{ parameters: [w, v], inputs: [w, slope, v] }], [0.5, 0.1]);
    expect(await v.array()).toEqual([6, 6]);
    expect(await w.array()).toEqual([0.4, 1.4].map(Math.fround));
  });

  it("changes groups of other shapes in the same step", async () => {
    const groups = [[3], [2, 2], []].map((shape) => {
      const [w, v] = [parameter(zeros(shape)), parameter(zeros(shape))];
      return { parameters: [w, v], inputs: [w, ones(shape), v] };
    });
    update(momentum, groups, [0.5, 1]);
    for (const { parameters } of groups) {
      expect(new Set(await parameters[0].data())).toEqual(new Set([-1]));
      expect(parameters.map((p) => p.version)).toEqual([1, 1]);
    }
  });

  it("refuses inputs of another shape, also of the same size", () => {
    const [w, v] = [parameter(zeros([2, 3])), parameter(zeros([2, 3]))];
    for (const shape of [[3, 2], [6], [2, 3, 1], [2, 2]])
      expect(() => update(momentum, [{ parameters: [w, v], inputs: [w, zeros(shape), v] }], [0, 0])).toThrow(
        expect.objectContaining({
          name: "ShapeError",
          message: `update: the shapes differ, for [${shape.join(", ")}] and [2, 3]`,
        }),
      );
    expect(w.version).toBe(0);
  });
});
