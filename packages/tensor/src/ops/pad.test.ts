import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { pad, type PadOptions } from "./pad.ts";

const x: Tensor = tensor([1, 2, 3]);
const square: Tensor = tensor([[1, 2], [3, 4]]); // prettier-ignore

describe("pad", () => {
  it.each<readonly [string, Tensor, unknown]>([
    ["mirrors what lies behind the edge", pad(x, [[2, 2]], { mode: "reflect" }), [3, 2, 1, 2, 3, 2, 1]],
    ["repeats the edge", pad(x, [[2, 4]], { mode: "replicate" }), [1, 1, 1, 2, 3, 3, 3, 3, 3]],
    ["begins again", pad(x, [[3, 2]], { mode: "circular" }), [1, 2, 3, 1, 2, 3, 1, 2]],
    ["does so along each axis", pad(square, [[1, 0], [0, 1]], { mode: "reflect" }), [[3, 4, 3], [1, 2, 1], [3, 4, 3]]],
    ["keeps integers", pad(tensor([1, 2], { dtype: "int32" }), [[1, 0]], { mode: "circular" }), [2, 1, 2]],
    ["adds nothing", pad(x, [[0, 0]], { mode: "reflect" }), [1, 2, 3]],
  ])("%s", async (_name, y, expected) => {
    expect(await y.array()).toEqual(expected);
  }); // prettier-ignore

  it.each<readonly [string, () => unknown, string, string]>([
    ["to mirror more than there is", () => pad(x, [[0, 3]], { mode: "reflect" }), "ShapeError", "pad: the 3 numbers of axis 0 reach for 2 more at an end, not for 3, for [3]"],
    ["to begin again more than once", () => pad(x, [[4, 0]], { mode: "circular" }), "ShapeError", "pad: the 3 numbers of axis 0 reach for 3 more at an end, not for 4, for [3]"],
    ["to repeat an edge that is not there", () => pad(zeros([0]), [[1, 0]], { mode: "replicate" }), "ShapeError", "pad: the 0 numbers of axis 0 reach for 0 more at an end, not for 1, for [0]"],
    ["an unknown mode", () => pad(x, [[1, 0]], { mode: "mirror" as PadOptions["mode"] & string }), "DataError", "pad: mode must be constant, reflect, replicate, circular; got mirror"],
  ])("refuses %s", (_name, make, name, message) => {
    expect(make).toThrow(expect.objectContaining({ name, message }));
  }); // prettier-ignore
});
