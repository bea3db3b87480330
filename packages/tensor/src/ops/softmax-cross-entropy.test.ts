import { describe, expect, it } from "vitest";
import { parameter, tensor, zeros } from "../create.ts";
import { grad } from "../grad.ts";
import { normal, seeded } from "../random.ts";
import { backward } from "../tape.ts";
import type { Tensor } from "../tensor.ts";
import { mul, neg } from "./arithmetic.ts";
import { gather } from "./indexing.ts";
import { mean, sum } from "./reduce.ts";
import { expandDims } from "./reshape.ts";
import { logSoftmax } from "./softmax.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";

const int32 = { dtype: "int32" } as const;
const labels = tensor([2, 0, 1, 4], int32);
const logits = parameter(normal([4, 5], { random: seeded(9), dtype: "float64" }));

/** The same as operations that exist without it. */
const composed = () => neg(gather(logSoftmax(logits), expandDims(labels, 1), { axis: 1 }));

describe("softmaxCrossEntropy", () => {
  it.each([
    ["mean", () => mean(composed())],
    ["sum", () => sum(composed())],
  ] as const)("equals its composition with reduction %s, and so does its gradient", async (reduction, f) => {
    const [fused, parts] = [softmaxCrossEntropy(logits, labels, { reduction }), f()];
    expect(await fused.item()).toBeCloseTo(await parts.item(), 12);
    const wanted = await backward(parts).of(logits).data();
    (await backward(fused).of(logits).data()).forEach((g, i) => expect(g).toBeCloseTo(wanted[i], 12));
  });

  it("has no gradient where all rows are ignored, also when that is differentiated again", async () => {
    const none = tensor([-100, -100], int32);
    const loss = (x: Tensor) => softmaxCrossEntropy(x, none);
    const slope = grad((x: Tensor) => sum(mul(grad(loss)(x), x)));
    expect(await grad(loss)(zeros([2, 3])).array()).toEqual([[0, 0, 0], [0, 0, 0]]); // prettier-ignore
    expect(await slope(zeros([2, 3])).array()).toEqual([[0, 0, 0], [0, 0, 0]]); // prettier-ignore
  });

  it.each([
    ["logits with three axes", () => softmaxCrossEntropy(zeros([1, 2, 3]), labels), "ShapeError"],
    ["labels for other rows", () => softmaxCrossEntropy(zeros([2, 3]), labels), "ShapeError"],
    ["labels that are no int32", () => softmaxCrossEntropy(zeros([2, 3]), zeros([2])), "DTypeError"],
    ["a reduction it does not know", () => softmaxCrossEntropy(logits, labels, { reduction: "max" as never }), "DataError"], // prettier-ignore
    ["a label that is no class", () => softmaxCrossEntropy(zeros([1, 3]), tensor([3], int32)), "DataError"],
  ])("refuses %s", (_, call, name) => {
    expect(call).toThrow(expect.objectContaining({ name }));
  });
});
