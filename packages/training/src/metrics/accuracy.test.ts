import { tensor, zeros, type Tensor } from "@piecewise/tensor";
import { expect, it } from "vitest";
import { accuracy } from "../index.ts";

const labels = (...values: number[]) => tensor(values, { dtype: "int32" });

it.each<[string, Tensor, Tensor, number]>([
  [
    "the largest logit stands at the label",
    tensor([
      [1, 2, 0],
      [5, 1, 1],
      [0, 0, 1],
    ]),
    labels(1, 0, 0),
    2,
  ],
  [
    "the largest logit stands at the largest target",
    tensor([
      [1, 2],
      [3, 1],
    ]),
    tensor([
      [0.3, 0.7],
      [0, 1],
    ]),
    1,
  ],
  ["a single logit is above 0 where the target is 1", tensor([-1, 2, 3, -4]), tensor([0, 1, 0, 1]), 2],
  ["a single logit in a column, likewise", tensor([[-1], [2]]), tensor([[0], [1]]), 2],
])("accuracy counts the rows in which %s", async (_, prediction, target, right) => {
  // prettier-ignore
  expect(await accuracy.total(prediction, target).item()).toBe(right);
});

it.each([
  [zeros([4, 3]), labels(1, 2)],
  [zeros([4, 3]), tensor([1, 2, 0, 1])],
  [zeros([4, 1]), labels(0, 1, 1, 0)],
  [zeros([2, 3, 4]), zeros([2, 3, 4])],
  [tensor(1), tensor(1)],
  [zeros([2, 3, 4]), labels(1, 2)],
])("accuracy refuses %s against %s", (prediction, target) => {
  expect(() => accuracy.total(prediction, target)).toThrow(
    "accuracy: needs logits [n, classes] with int32 labels [n], or both [n], [n, 1] or [n, classes]",
  );
});
