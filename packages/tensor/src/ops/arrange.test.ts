import { describe, expect, it } from "vitest";
import { arange, tensor, zeros } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { meshgrid, repeatInterleave, roll, swapAxes } from "./arrange.ts";

const x: Tensor = tensor([[1, 2], [3, 4]]); // prettier-ignore

describe("arranging numbers anew", () => {
  it.each<readonly [string, Tensor, unknown]>([
    ["repeats all numbers", repeatInterleave(x, 2), [1, 1, 2, 2, 3, 3, 4, 4]],
    ["repeats columns", repeatInterleave(x, [2, 1], { axis: 1 }), [[1, 1, 2], [3, 3, 4]]],
    ["repeats nothing", repeatInterleave(x, 0, { axis: 0 }), []],
    ["rolls all numbers", roll(x, 1), [[4, 1], [2, 3]]],
    ["rolls rows", roll(x, -1, { axis: 0 }), [[3, 4], [1, 2]]],
    ["rolls round and round", roll(x, 5, { axis: 1 }), [[2, 1], [4, 3]]],
    ["rolls nothing", roll(zeros([0]), 3), []],
    ["swaps axes", swapAxes(zeros([2, 0]), 0, -1), []],
    ["makes columns of a grid", meshgrid([arange(0, 2), arange(0, 3)])[1], [[0, 1, 2], [0, 1, 2]]],
    ["makes rows of an image", meshgrid([arange(0, 2), arange(0, 3)], { indexing: "xy" })[1], [[0, 0], [1, 1], [2, 2]]],
  ])("%s", async (_name, y, expected) => {
    expect(await y.array()).toEqual(expected);
  }); // prettier-ignore

  it.each<readonly [string, () => unknown, string, string]>([
    ["a count too few", () => repeatInterleave(x, [1], { axis: 0 }), "ShapeError", "repeatInterleave: needs a whole count, or one for each of 2 entries of axis 0, got [1], for [2, 2]"],
    ["half a step", () => roll(x, 0.5), "DataError", "roll: shift must be a whole number, got 0.5"],
    ["a grid of matrices", () => meshgrid([x]), "ShapeError", "meshgrid: needs tensors with one axis each, for [2, 2]"],
    ["an axis that is not there", () => swapAxes(x, 0, 2), "ShapeError", "swapAxes: there is no axis 2; axes go from -2 to 1, for [2, 2]"],
  ])("refuses %s", (_name, make, name, message) => {
    expect(make).toThrow(expect.objectContaining({ name, message }));
  }); // prettier-ignore
});
