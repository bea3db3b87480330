import { backward, parameter, reshape, tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { gaussianNegativeLogLikelihood, klDivergence, poissonNegativeLogLikelihood } from "./index.ts";

const each = { reduction: "none" } as const;

describe("poissonNegativeLogLikelihood", () => {
  it.each([
    [{}, Math.exp(2) - 3 * 2],
    [{ logInput: false, epsilon: 0 }, 2 - 3 * Math.log(2)],
    [{ full: true }, Math.exp(2) - 6 + 3 * Math.log(3) - 3 + Math.log(6 * Math.PI) / 2],
  ])("of 2 and 3 with %o is what the definition says", async (options, expected) => {
    const loss = poissonNegativeLogLikelihood(tensor([2]), tensor([3]), options);
    expect(await loss.item()).toBeCloseTo(expected, 5);
  });

  it("with full adds nothing for counts of 0 and 1, whose logarithms are not needed", async () => {
    const [x, counts] = [tensor([0.5, 0.5]), tensor([0, 1])];
    const plain = await poissonNegativeLogLikelihood(x, counts, each).data();
    expect(await poissonNegativeLogLikelihood(x, counts, { ...each, full: true }).data()).toEqual(plain);
  });
});

describe("gaussianNegativeLogLikelihood", () => {
  const [x, target] = [tensor([[1, 2], [3, 4]]), tensor([[1, 1], [1, 1]])]; // prettier-ignore
  const of = (error: number, variance: number) => (Math.log(variance) + error ** 2 / variance) / 2;

  it("takes a variance for each value, or for each row in either shape", async () => {
    const expected = [of(0, 1), of(1, 1), of(2, 4), of(3, 4)];
    const rows = tensor([1, 4]);
    for (const variance of [
      rows,
      reshape(rows, [2, 1]),
      tensor([
        [1, 1],
        [4, 4],
      ]),
    ])
      // prettier-ignore
      (await gaussianNegativeLogLikelihood(x, target, variance, each).data()).forEach((loss, i) =>
        expect(loss).toBeCloseTo(expected[i], 5),
      );
  });

  it("counts a variance of 0 as epsilon, with its slope, and shows a negative one as NaN", async () => {
    const variance = parameter([0, 1]);
    const loss = gaussianNegativeLogLikelihood(tensor([0, 0]), tensor([0, 0]), variance, {
      epsilon: 0.5,
      full: true,
      reduction: "sum",
    });
    expect(await loss.item()).toBeCloseTo(of(0, 0.5) + of(0, 1) + Math.log(2 * Math.PI), 5);
    expect(await backward(loss).of(variance).array()).toEqual([1, 0.5]);
    expect(await gaussianNegativeLogLikelihood(tensor([0]), tensor([0]), tensor([-1])).item()).toBeNaN();
  });

  it("refuses an epsilon of 0", () => {
    const call = () => gaussianNegativeLogLikelihood(x, target, x, { epsilon: 0 });
    expect(call).toThrow("gaussianNegativeLogLikelihood: epsilon must be above 0, got 0");
  });
});

describe("klDivergence", () => {
  const [p, q] = [[0.25, 0.75], [0.5, 0.5]]; // prettier-ignore
  const logs = (row: number[]) => tensor([row.map(Math.log)]);
  const expected = 0.25 * Math.log(0.25 / 0.5) + 0.75 * Math.log(0.75 / 0.5);

  it("is the same for probabilities and for their logarithms, averaged over a batch", async () => {
    const reduction = "batchMean";
    expect(await klDivergence(logs(q), tensor([p]), { reduction }).item()).toBeCloseTo(expected, 6);
    expect(await klDivergence(logs(q), logs(p), { reduction, logTarget: true }).item()).toBeCloseTo(expected, 6); // prettier-ignore
  });

  it("counts what has no probability for nothing, and a distribution against itself for 0", async () => {
    const certain = tensor([[0, 1]]);
    expect(await klDivergence(tensor([[-Infinity, 0]]), certain).item()).toBe(0);
    expect(await klDivergence(logs(p), tensor([p])).item()).toBeCloseTo(0, 7);
  });
});
