import { describe, expect, it } from "vitest";
import { tensor, zeros } from "../create.ts";
import { grad } from "../grad.ts";
import { memory } from "../memory.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { embedding, gather, indexSelect, oneHot } from "./indexing.ts";
import { sum } from "./reduce.ts";

const int = (values: Parameters<typeof tensor>[0]): Tensor => tensor(values as number[], { dtype: "int32" });
const x = tensor([[1, 2], [3, 4], [5, 6]]); // prettier-ignore

describe("picking by index", () => {
  it.each<readonly [string, Tensor, unknown]>([
    ["rows", indexSelect(x, int([2, 0, 2])), [[5, 6], [1, 2], [5, 6]]],
    ["columns", indexSelect(x, int([1]), { axis: -1 }), [[2], [4], [6]]],
    ["no rows", indexSelect(x, int([])), []],
    ["one number of each row", gather(x, int([[0], [1], [1]]), { axis: 1 }), [[1], [4], [6]]],
    ["numbers of each column", gather(x, int([[2, 0]])), [[5, 2]]],
    ["rows of a table, in any shape", embedding(x, int([[0, 2]])), [[[1, 2], [5, 6]]]],
    ["a row for a single index", embedding(x, int(1)), [3, 4]],
    ["a 1 for each index", oneHot(int([0, 2]), 3), [[1, 0, 0], [0, 0, 1]]],
    ["nothing for an index outside", oneHot(int([3, -1]), 3), [[0, 0, 0], [0, 0, 0]]],
  ])("%s", async (_name, y, expected) => {
    expect(await y.array()).toEqual(expected);
  }); // prettier-ignore

  it("adds up the gradient of what was picked twice", async () => {
    const rows = grad((t: Tensor) => sum(mul(indexSelect(t, int([0, 0, 2])), tensor([[1], [2], [5]]))));
    expect(await rows(x).array()).toEqual([[3, 3], [0, 0], [5, 5]]); // prettier-ignore
    const numbers = grad((t: Tensor) =>
      sum(
        gather(
          t,
          int([
            [1, 1],
            [0, 1],
            [0, 0],
          ]),
          { axis: 1 },
        ),
      ),
    );
    expect(await numbers(x).array()).toEqual([[0, 2], [1, 1], [2, 0]]); // prettier-ignore
  });

  it.each<readonly [string, () => Tensor, string]>([
    ["a float index", () => indexSelect(x, tensor([0])), "DTypeError"],
    ["a matrix of indices", () => indexSelect(x, int([[0]])), "ShapeError"],
    ["an index past the end", () => indexSelect(x, int([0, 3])), "DataError"],
    ["a negative index", () => indexSelect(x, int([-1])), "DataError"],
    ["an index past the end of a row", () => gather(x, int([[2], [0], [0]]), { axis: 1 }), "DataError"],
    [
      "indices for more rows than there are",
      () => gather(x, int([[0], [0], [0], [0]]), { axis: 1 }),
      "ShapeError",
    ],
    ["a table of three axes", () => embedding(zeros([1, 1, 1]), int([0])), "ShapeError"],
    ["a token outside the table", () => embedding(x, int([7])), "DataError"],
    ["half a class", () => oneHot(int([0]), 2.5), "ShapeError"],
    ["fewer than no classes", () => oneHot(int([0]), -1), "ShapeError"],
  ])("refuses %s, and leaks nothing", (_name, make, name) => {
    const given = memory();
    expect(make).toThrow(expect.objectContaining({ name }));
    expect(memory().bytes - given.bytes).toBeLessThan(40); // The indices made for this row.
  });
});
