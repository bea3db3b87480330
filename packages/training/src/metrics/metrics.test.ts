import { readFileSync } from "node:fs";
import { memory, scope, tensor, zeros, type Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import {
  accuracy,
  confusionMatrix,
  confusionMatrixIn,
  f1,
  meanAbsoluteErrorMetric,
  meanSquaredErrorMetric,
  perplexity,
  precision,
  recall,
  rocAuc,
  rSquared,
  topKAccuracy,
  Totals,
  type Average,
  type Metric,
} from "../index.ts";

interface Case {
  readonly prediction: number[] | number[][];
  readonly target: number[] | number[][];
  readonly expected: Readonly<Record<string, number | number[] | number[][]>>;
}
const fixture = new URL("../../../../fixtures/metrics.json", import.meta.url);
const { cases } = JSON.parse(readFileSync(fixture, "utf8")) as {
  readonly cases: Readonly<Record<string, Case>>;
};

const fixed = { accuracy, confusionMatrix, rocAuc, perplexity: perplexity(), meanSquaredError: meanSquaredErrorMetric, meanAbsoluteError: meanAbsoluteErrorMetric, rSquared }; // prettier-ignore
const scores = { precision, recall, f1 };

/** Our metric for scikit-learn's number, such as "precision macro". */
function metricFor(key: string): Metric {
  const [name, option] = key.split(" ");
  if (name === "topKAccuracy") return topKAccuracy(Number(option));
  if (name in scores) return scores[name as keyof typeof scores]({ average: option as Average });
  return fixed[name as keyof typeof fixed];
}

/** The means of a metric over rows, so many at a time. */
async function meansOf(metric: Metric, { prediction, target }: Case, size: number) {
  const totals = new Totals([metric]);
  const isLabels = prediction[0] instanceof Array && !(target[0] instanceof Array);
  for (let at = 0; at < prediction.length; at += size)
    scope(() => {
      const [p, t] = [prediction, target].map((rows) => rows.slice(at, at + size) as number[][]);
      totals.add(zeros([]), tensor(p), tensor(t, { dtype: isLabels ? "int32" : "float32" }));
    });
  const { loss: _, ...means } = await totals.means();
  totals.dispose();
  return means;
}

const rows = Object.entries(cases).flatMap(([name, one]) => Object.keys(one.expected).map((key) => [key, name, one] as const)); // prettier-ignore

describe.each([7, 1000])("in batches of %d rows", (size) => {
  it.each(rows)("%s of %s is scikit-learn's", async (key, _, one) => {
    const before = memory();
    const means = await meansOf(metricFor(key), one, size);
    const expected = one.expected[key];
    if (key === "confusionMatrix") expect(confusionMatrixIn(means)).toEqual(expected);
    else {
      const values = Object.values(means);
      expect(values).toHaveLength([expected].flat().length);
      values.forEach((value, i) => expect(value).toBeCloseTo([expected].flat()[i] as number, 5));
    }
    expect(memory().tensors).toBeLessThanOrEqual(before.tensors);
  });
});

it.each([
  ["two classes", "precision binary", precision()],
  ["a single logit", "recall binary", recall()],
  ["five classes", "f1 macro", f1()],
] as const)("the average for %s is that of %s unless given", async (name, key, metric) => {
  expect(Object.values(await meansOf(metric, cases[name], 9))[0]).toBeCloseTo(cases[name].expected[key] as number, 6); // prettier-ignore
});

it("perplexity does not count ignored labels", async () => {
  const totals = new Totals([perplexity({ ignoreIndex: 9 })]);
  scope(() => totals.add(zeros([]), tensor([[1, 0, 0], [5, 5, 5]]), tensor([1, 9], { dtype: "int32" }))); // prettier-ignore
  expect((await totals.means())["perplexity"]).toBeCloseTo(Math.exp(1) + 2, 5);
});

it("perplexity takes sequences, classes on axis 1", async () => {
  const totals = new Totals([perplexity()]);
  scope(() => totals.add(zeros([]), zeros([2, 4, 3]), zeros([2, 3], { dtype: "int32" })));
  expect((await totals.means())["perplexity"]).toBeCloseTo(4, 5);
});

it("a score that is NaN is never right, and has no area", async () => {
  const one: Case = { prediction: [[NaN, 1], [1, NaN], [1, 0]], target: [0, 1, 0], expected: {} }; // prettier-ignore
  expect(await meansOf(topKAccuracy(1), one, 3)).toEqual({ top1Accuracy: 1 / 3 });
  expect(await meansOf(rocAuc, one, 3)).toEqual({ rocAuc: NaN });
});

it.each([
  ["rocAuc of a single class", rocAuc, [1, 2], [1, 1], NaN],
  ["rSquared of what never changes and is hit", rSquared, [[2], [2]], [[2], [2]], 1],
  ["rSquared of what never changes and is missed", rSquared, [[2], [3]], [[2], [2]], 0],
] as const)("%s is %d", async (_, metric, prediction, target, expected) => {
  const one = { prediction, target, expected: {} } as unknown as Case;
  expect(Object.values(await meansOf(metric, one, 5))).toEqual([expected]);
});

const labels = (...values: number[]) => tensor(values, { dtype: "int32" });
const total = (metric: Metric, prediction: Tensor, target: Tensor) =>
  "total" in metric ? metric.total(prediction, target) : metric.collect(prediction, target);

it.each<[Metric, Tensor, Tensor, string]>([
  [precision(), zeros([4, 3]), labels(1, 2), "precision: needs logits [n, classes] with int32 labels [n]"],
  [f1({ average: "binary" }), zeros([2, 3]), labels(1, 2), 'f1: average "binary" is for two classes, and there are 3'], // prettier-ignore
  [confusionMatrix, zeros([2, 3, 4]), labels(1, 2), "confusionMatrix: needs logits"],
  [
    topKAccuracy(2),
    zeros([2, 3]),
    tensor([1, 2]),
    "topKAccuracy: needs logits [n, classes] with int32 labels [n]",
  ],
  [rocAuc, zeros([2, 3]), tensor([1, 2]), "rocAuc: needs logits [n, classes] with int32 labels [n]"],
  [rSquared, zeros([2, 3]), zeros([2, 2]), "rSquared: needs targets of the predictions' shape, with rows"],
  [meanSquaredErrorMetric, zeros([2]), zeros([2, 1]), "meanSquaredErrorMetric: needs targets"],
  [perplexity(), zeros([2, 3]), zeros([2]), "perplexity: needs logits [n, classes, …]"],
])("$name refuses $1 against $2", (metric, prediction, target, message) => {
  expect(() => total(metric, prediction, target)).toThrow(message);
});

it("options that mean nothing are refused", () => {
  expect(() => topKAccuracy(0)).toThrow("topKAccuracy: k must be a whole number above 0, got 0");
  expect(() => recall({ average: "mean" as Average })).toThrow("recall: average must be one of binary, macro, weighted, micro, none, got mean"); // prettier-ignore
  expect(() => confusionMatrixIn({ loss: 1 })).toThrow("confusionMatrixIn: there is none among the means");
});
