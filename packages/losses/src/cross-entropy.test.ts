import {
  backward,
  full,
  logSoftmax,
  neg,
  parameter,
  reshape,
  seeded,
  sum,
  tensor,
  transpose,
  uniform,
} from "@piecewise/tensor";
import { oneHot, zeros, type Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { crossEntropy, type CrossEntropyOptions } from "./cross-entropy.ts";
import { negativeLogLikelihood, type NegativeLogLikelihoodOptions } from "./negative-log-likelihood.ts";

const logits = uniform([4, 3], { low: -2, high: 2, dtype: "float64", random: seeded(1) });
const labels = tensor([2, 0, 1, 2], { dtype: "int32" });
const weights = tensor([0.2, 1, 3], { dtype: "float64" });

/** −log softmax, row by row, in plain numbers. */
async function negativeLogs(): Promise<number[][]> {
  const rows = (await logits.array()) as number[][];
  return rows.map((row) => {
    const total = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0));
    return row.map((x) => total - x);
  });
}
const expectClose = async (actual: Tensor, expected: readonly number[]) =>
  [...(await actual.data())].forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));

describe("crossEntropy with labels", () => {
  const picked = async () => {
    const logs = await negativeLogs();
    return [logs[0][2], logs[1][0], logs[2][1], logs[3][2]];
  };

  it("gives each row the negative logarithm of its label's probability", async () => {
    await expectClose(crossEntropy(logits, labels, { reduction: "none" }), await picked());
  });

  it("sums or averages, averages unless told", async () => {
    const total = (await picked()).reduce((a, b) => a + b);
    await expectClose(crossEntropy(logits, labels, { reduction: "sum" }), [total]);
    await expectClose(crossEntropy(logits, labels), [total / 4]);
  });

  it("averages by the weights of the classes", async () => {
    const [a, b, c, d] = await picked();
    const expected = (3 * a + 0.2 * b + 1 * c + 3 * d) / (3 + 0.2 + 1 + 3);
    await expectClose(crossEntropy(logits, labels, { classWeights: weights }), [expected]);
  });

  it.each([-100, 1])("leaves rows with the label %i out when it is the ignored one", async (ignoreIndex) => {
    const [a, b, , d] = await picked();
    const some = tensor([2, 0, ignoreIndex, 2], { dtype: "int32" });
    await expectClose(crossEntropy(logits, some, { ignoreIndex }), [(a + b + d) / 3]);
    await expectClose(crossEntropy(logits, some, { ignoreIndex, reduction: "none" }), [a, b, 0, d]);
  });

  it("gives ignored rows no gradient, with smoothing as without", async () => {
    const [w, some] = [parameter(logits), tensor([2, -100, 1, 2], { dtype: "int32" })];
    for (const labelSmoothing of [0, 0.1]) {
      const gradient = backward(crossEntropy(w, some, { labelSmoothing })).of(w);
      expect(((await gradient.array()) as number[][])[1]).toEqual([0, 0, 0]);
    }
  });

  it("counts an ignored row for nothing even where it holds an infinity", async () => {
    const w = parameter([
      [-Infinity, 0, 0],
      [0, 0, 0],
    ]);
    const loss = crossEntropy(w, tensor([-100, 1], { dtype: "int32" }));
    expect(await loss.item()).toBeCloseTo(Math.log(3), 6);
    expect(((await backward(loss).of(w).array()) as number[][])[0]).toEqual([0, 0, 0]);
  });

  it("is not a number when every row is ignored, as in PyTorch", async () => {
    expect(await crossEntropy(logits, full([4], -100, { dtype: "int32" })).item()).toBeNaN();
  });

  it("takes classes in axis 1 of images, and a single row without a batch", async () => {
    const images = reshape(transpose(logits), [1, 3, 2, 2]);
    const loss = crossEntropy(images, reshape(labels, [1, 2, 2]));
    await expectClose(loss, [await crossEntropy(logits, labels).item()]);
    const one = crossEntropy(tensor([1, 2, 3]), tensor(2, { dtype: "int32" }));
    expect(await one.item()).toBeCloseTo(0.407606, 6);
  });

  it("stays finite for logits of any size", async () => {
    const loss = crossEntropy(tensor([[1e4, -1e4]]), tensor([1], { dtype: "int32" }));
    expect(await loss.item()).toBe(2e4);
  });
});

describe("negativeLogLikelihood", () => {
  it.each<NegativeLogLikelihoodOptions>([
    {},
    { reduction: "sum", classWeights: weights },
    { ignoreIndex: 2, reduction: "none" },
  ])("with %o is crossEntropy, of logarithms", async (options) => {
    const expected = [...(await crossEntropy(logits, labels, options).data())];
    await expectClose(negativeLogLikelihood(logSoftmax(logits), labels, options), expected);
  });

  it("refuses labels that are not int32, and those outside of the classes, in its own name", () => {
    expect(() => negativeLogLikelihood(logits, zeros([4]))).toThrow(
      "negativeLogLikelihood: labels must be int32, got float32; cast them",
    );
    expect(() => negativeLogLikelihood(logits, int([3, 0, 0, 0]))).toThrow(
      "negativeLogLikelihood: labels must lie between 0 and 2, or be ignored",
    );
  });
});

describe("crossEntropy with probabilities", () => {
  it.each<CrossEntropyOptions>([
    {},
    { reduction: "sum" },
    { reduction: "none" },
    { labelSmoothing: 0.1 },
    { classWeights: weights, reduction: "none" },
    { classWeights: weights, reduction: "none", labelSmoothing: 0.3 },
  ])("agrees with labels where one class has all: %o", async (options) => {
    const certain = oneHot(labels, 3, { dtype: "float64" });
    const expected = [...(await crossEntropy(logits, labels, options).data())];
    await expectClose(crossEntropy(logits, certain, options), expected);
  });

  it("weighs the logarithms by the probabilities", async () => {
    const target = [0.2, 0.5, 0.3];
    const loss = crossEntropy(logits, tensor([target, target, target, target]), { reduction: "none" });
    const expected = (await negativeLogs()).map((row) => row.reduce((sum, x, i) => sum + x * target[i], 0));
    (await loss.data()).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
  });

  it("spreads labelSmoothing evenly: all of it makes the targets uniform", async () => {
    const uniformTarget = full([4, 3], 1 / 3, { dtype: "float64" });
    const expected = [...(await crossEntropy(logits, uniformTarget).data())];
    await expectClose(crossEntropy(logits, labels, { labelSmoothing: 1 }), expected);
  });

  it("has a gradient for the probabilities too", async () => {
    const target = parameter(oneHot(labels, 3, { dtype: "float64" }));
    const gradient = backward(sum(neg(crossEntropy(logits, target, { reduction: "none" })))).of(target);
    await expectClose(neg(gradient), (await negativeLogs()).flat());
  });
});

const int = (values: number[]) => tensor(values, { dtype: "int32" });
const wrong: readonly (readonly [string, () => Tensor, string, string])[] = [
  ["a label above the classes", () => crossEntropy(logits, int([0, 3, 1, 1])), "DataError", "labels must lie between 0 and 2, or be ignored; softmaxCrossEntropy: label 3 at position 1"], // prettier-ignore
  ["a negative label that is not ignored", () => crossEntropy(logits, int([0, -1, 1, 1])), "DataError", "label -1 at position 1"], // prettier-ignore
  ["a wrong label with class weights", () => crossEntropy(logits, int([9, 0, 1, 1]), { classWeights: weights }), "DataError", "crossEntropy: labels must lie between 0 and 2"], // prettier-ignore
  ["as many labels as it likes", () => crossEntropy(logits, int([0, 1])), "ShapeError", "labels (int32) must have the logits' shape without the class axis, probabilities the whole of it, for [4, 3] and [2]"], // prettier-ignore
  [
    "labels that are float32",
    () => crossEntropy(logits, zeros([4])),
    "ShapeError",
    "labels (int32) must have",
  ],
  ["truth values", () => crossEntropy(logits, tensor([true, false, true, true])), "DTypeError", "got bool"],
  ["weights for other classes", () => crossEntropy(logits, labels, { classWeights: zeros([2]) }), "ShapeError", "classWeights must have one number for each of 3 classes, for [2]"], // prettier-ignore
  ["labelSmoothing above 1", () => crossEntropy(logits, labels, { labelSmoothing: 1.5 }), "DataError", "labelSmoothing must lie between 0 and 1, got 1.5"], // prettier-ignore
  ["labelSmoothing that is NaN", () => crossEntropy(logits, labels, { labelSmoothing: NaN }), "DataError", "got NaN"], // prettier-ignore
  ["an unknown reduction", () => crossEntropy(logits, labels, { reduction: "max" as never }), "DataError", 'reduction must be "mean", "sum" or "none", got max'], // prettier-ignore
  ["a single number", () => crossEntropy(tensor(1), tensor(0, { dtype: "int32" })), "ShapeError", "logits need a class axis"], // prettier-ignore
  ["logits that are an array", () => crossEntropy([[1, 2]] as never, labels), "DTypeError", "crossEntropy: needs a tensor, got object"], // prettier-ignore
  ["targets that are an array", () => crossEntropy(logits, [0, 1] as never), "DTypeError", "crossEntropy: needs a tensor, got object"], // prettier-ignore
];

it.each(wrong)("crossEntropy refuses %s", (_, call, name, message) => {
  expect(call).toThrow(
    expect.objectContaining({ name, message: expect.stringContaining(message) as string }),
  );
});
