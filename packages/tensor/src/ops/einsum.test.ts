import { describe, expect, it } from "vitest";
import { ones, zeros } from "../create.ts";
import { normal, seeded } from "../random.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./arithmetic.ts";
import { einsum } from "./einsum.ts";
import { matmul, outer } from "./matmul.ts";
import { sum } from "./reduce.ts";
import { diagonal, slice, transpose } from "./views.ts";

const drawn = seeded(1);
const some = (...shape: number[]): Tensor => normal(shape, { random: drawn, dtype: "float64" });
const [a, b, square, cube, batch, row] = [some(2, 3), some(3, 4), some(3, 3), some(3, 3, 3), some(5, 2, 3), some(3)]; // prettier-ignore

describe("einsum", () => {
  it.each<readonly [string, Tensor[], Tensor]>([
    ["ij,jk->ik", [a, b], matmul(a, b)],
    ["ij,jk", [a, b], matmul(a, b)],
    ["ij,jk->ki", [a, b], transpose(matmul(a, b))],
    ["ij->j", [a], sum(a, { axis: 0 })],
    ["ij->", [a], sum(a)],
    ["ba", [a], transpose(a)],
    ["ii", [square], sum(diagonal(square))],
    ["ii->i", [square], diagonal(square)],
    ["iii->i", [cube], diagonal(diagonal(transpose(cube, [2, 0, 1])))],
    ["ij,ij->ij", [a, a], mul(a, a)],
    ["ij,ij->", [a, a], sum(mul(a, a))],
    ["i,j->ij", [row, row], outer(row, row)],
    ["bij,jk->bik", [batch, b], matmul(batch, b)],
    ["...ij,jk->...ik", [batch, b], matmul(batch, b)],
    ["...ij,jk", [batch, b], matmul(batch, b)],
    ["...i,...i->...", [batch, batch], sum(mul(batch, batch), { axis: -1 })],
    ["...i,i->i", [batch, row], mul(sum(batch, { axis: [0, 1] }), row)],
    [" i j , k j -> i k ", [a, slice(batch, [0])], matmul(a, slice(batch, [0]), { transposeB: true })],
    ["ij,jk,kl->il", [a, b, transpose(b)], matmul(matmul(a, b), transpose(b))],
    ["ij,kl->", [a, b], mul(sum(a), sum(b))],
  ])("%s", async (equation, operands, expected) => {
    const y = einsum(equation, ...operands);
    expect(y.shape).toEqual(expected.shape);
    const [got, wanted] = [await y.data(), await expected.data()];
    expect([...got]).toEqual([...wanted].map((n): unknown => expect.closeTo(n, 12)));
  });

  it("repeats axes of size 1", async () => {
    expect(await einsum("ij,jk->ik", ones([2, 1]), ones([3, 2])).array()).toEqual([[3, 3], [3, 3]]); // prettier-ignore
    expect(einsum("...i,...j->...ij", zeros([4, 1, 2]), zeros([3, 5])).shape).toEqual([4, 3, 2, 5]);
  });

  it("keeps integers where nothing is multiplied", () => {
    expect(einsum("ii->i", zeros([2, 2], { dtype: "int32" })).dtype).toBe("int32");
  });

  it.each<readonly [string, () => unknown, string, string]>([
    ["two arrows", () => einsum("i->i->i", row), "DataError", 'einsum: "i->i->i" has more than one arrow'],
    ["an operand too few", () => einsum("i,i", row), "DataError", 'einsum: "i,i" is for 2 operands, got 1'],
    ["no operand", () => einsum(""), "DataError", "einsum: needs at least one operand"],
    ["digits", () => einsum("i1->i", a), "DataError", 'einsum: "i1" in "i1->i" should be letters, with at most one ...'],
    ["too few letters", () => einsum("i->i", a), "ShapeError", 'einsum: "i" does not name the axes of operand 0, for [2, 3]'],
    ["too many letters", () => einsum("ijk...->i", a), "ShapeError", 'einsum: "ijk..." does not name the axes of operand 0, for [2, 3]'],
    ["a letter twice in the output", () => einsum("ij->ii", a), "DataError", 'einsum: "ij->ii" has i twice in the output'],
    ["a letter from nowhere", () => einsum("ij->k", a), "DataError", 'einsum: "ij->k" has k in the output, but in no operand'],
    ["sizes that differ", () => einsum("ij,jk->ik", a, a), "ShapeError", "einsum: j has sizes 3 and 2, for [2, 3] and [2, 3]"],
    ["a diagonal that is none", () => einsum("ii->i", a), "ShapeError", "einsum: i has sizes 2 and 3, for [2, 3]"],
    ["axes behind ... that differ", () => einsum("...i,...i", zeros([2, 3]), zeros([4, 3])), "ShapeError", "einsum: axis -1 of ... has sizes 2 and 4, for [2, 3] and [4, 3]"],
  ])("refuses %s", (_name, make, name, message) => {
    expect(make).toThrow(expect.objectContaining({ name, message }));
  }); // prettier-ignore
});
