import { mean, sum, tensor, zeros, type Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import * as losses from "./index.ts";

type Call = (options: losses.ReductionOption) => Tensor;
const x = () => tensor([[0.2, 0.5], [0.9, 0.4]]); // prettier-ignore
const t = () => tensor([[0.1, 0.7], [0.5, 0.2]]); // prettier-ignore
const signs = () => tensor([[1, -1], [-1, 1]]); // prettier-ignore
const labels = () => tensor([1, 0], { dtype: "int32" });
const lists = () => tensor([[1, -1], [0, -1]], { dtype: "int32" }); // prettier-ignore
const pair = () => tensor([1, -1]);

/** Each loss; its call with inputs that do not fit, if their sizes decide; and how many losses its inputs make. */
const rows: readonly (readonly [string, Call, Call, number])[] = [
  ["meanSquaredError", (o) => losses.meanSquaredError(x(), t(), o), (o) => losses.meanSquaredError(x(), pair(), o), 4], // prettier-ignore
  ["meanAbsoluteError", (o) => losses.meanAbsoluteError(x(), t(), o), (o) => losses.meanAbsoluteError(x(), pair(), o), 4], // prettier-ignore
  ["smoothL1", (o) => losses.smoothL1(x(), t(), o), (o) => losses.smoothL1(x(), pair(), o), 4],
  ["huber", (o) => losses.huber(x(), t(), o), (o) => losses.huber(x(), pair(), o), 4],
  ["crossEntropy", (o) => losses.crossEntropy(x(), labels(), o), (o) => losses.crossEntropy(x(), pair(), o), 2], // prettier-ignore
  ["negativeLogLikelihood", (o) => losses.negativeLogLikelihood(x(), labels(), o), (o) => losses.negativeLogLikelihood(x(), lists(), o), 2], // prettier-ignore
  ["binaryCrossEntropy", (o) => losses.binaryCrossEntropy(x(), t(), o), (o) => losses.binaryCrossEntropy(x(), pair(), o), 4], // prettier-ignore
  ["binaryCrossEntropyWithLogits", (o) => losses.binaryCrossEntropyWithLogits(x(), t(), o), (o) => losses.binaryCrossEntropyWithLogits(x(), pair(), o), 4], // prettier-ignore
  ["klDivergence", (o) => losses.klDivergence(x(), t(), o), (o) => losses.klDivergence(x(), pair(), o), 4],
  ["hinge", (o) => losses.hinge(x(), signs(), o), (o) => losses.hinge(x(), pair(), o), 4],
  ["softMargin", (o) => losses.softMargin(x(), signs(), o), (o) => losses.softMargin(x(), pair(), o), 4],
  ["marginRanking", (o) => losses.marginRanking(x(), t(), signs(), o), (o) => losses.marginRanking(x(), t(), pair(), o), 4], // prettier-ignore
  ["multilabelSoftMargin", (o) => losses.multilabelSoftMargin(x(), t(), o), (o) => losses.multilabelSoftMargin(x(), pair(), o), 2], // prettier-ignore
  ["multiMargin", (o) => losses.multiMargin(x(), labels(), o), (o) => losses.multiMargin(x(), lists(), o), 2], // prettier-ignore
  ["multilabelMargin", (o) => losses.multilabelMargin(x(), lists(), o), (o) => losses.multilabelMargin(x(), labels(), o), 2], // prettier-ignore
  ["cosineEmbedding", (o) => losses.cosineEmbedding(x(), t(), pair(), o), (o) => losses.cosineEmbedding(x(), t(), signs(), o), 2], // prettier-ignore
  ["tripletMargin", (o) => losses.tripletMargin(x(), t(), signs(), o), (o) => losses.tripletMargin(x(), t(), pair(), o), 2], // prettier-ignore
  ["poissonNegativeLogLikelihood", (o) => losses.poissonNegativeLogLikelihood(x(), t(), o), (o) => losses.poissonNegativeLogLikelihood(x(), pair(), o), 4], // prettier-ignore
  ["gaussianNegativeLogLikelihood", (o) => losses.gaussianNegativeLogLikelihood(x(), t(), x(), o), (o) => losses.gaussianNegativeLogLikelihood(x(), t(), zeros([3]), o), 4], // prettier-ignore
];

it("the table above has every loss", () => {
  const others = ["cosineSimilarity", "reduceLosses"];
  expect([...rows.map(([name]) => name), ...others].sort()).toEqual(Object.keys(losses).sort());
});

describe.each(rows)("%s", (name, call, wrongShape, count) => {
  it("gives each loss, their sum, or their mean unless told", async () => {
    const each = call({ reduction: "none" });
    expect(each.size).toBe(count);
    expect(await call({ reduction: "sum" }).item()).toBeCloseTo(await sum(each).item(), 5);
    const average = await mean(each).item();
    expect(await call({ reduction: "mean" }).item()).toBeCloseTo(average, 5);
    expect(await call({}).item()).toBeCloseTo(average, 5);
  });

  it("refuses another reduction and says which there are", () => {
    expect(() => call({ reduction: "average" as never })).toThrow(
      new RegExp(`^${name}: reduction must be "mean", .*"sum" or "none", got average$`),
    );
  });

  it("refuses shapes that do not fit, in its own name", () => {
    const refused = expect.objectContaining({ name: "ShapeError", operation: name }) as Error;
    expect(() => wrongShape({})).toThrow(refused);
  });
});
