import { relu, tensor, zeros } from "piecewise";
import { expect, it } from "vitest";
import { buildModel } from "./models.ts";

const activation = relu;
const tokens = (...values: number[]) => tensor(Int32Array.from(values), { shape: [1, values.length] });

it.each([
  ["mlp", "images", [1, 28, 28], 10, 109_386],
  ["cnn-lite", "images", [1, 28, 28], 10, 9_098],
  ["mlp", "points", [2], 3, 8_835],
] as const)("%s for %s %j has %i outputs", (name, kind, inputShape, outputs, parameters) => {
  const model = buildModel(name, { kind, inputShape, outputs, activation });
  expect(model.parameters.reduce((sum, p) => sum + p.size, 0)).toBe(parameters);
  expect(model(zeros([4, ...inputShape])).shape).toEqual([4, outputs]);
});

it.each(["char-lstm", "char-transformer"] as const)(
  "%s has an output for each character at each place",
  (name) => {
    const model = buildModel(name, { kind: "text", inputShape: [16], outputs: 65, activation });
    expect(model(zeros([4, 16], { dtype: "int32" })).shape).toEqual([4, 16, 65]);
  },
);

it("char-transformer guesses a character from those before it alone", async () => {
  const model = buildModel("char-transformer", { kind: "text", inputShape: [8], outputs: 5, activation });
  const [read, changed] = [tokens(0, 1, 2, 3), tokens(0, 1, 4, 4)];
  const [a, b] = [await model(read).data(), await model(changed).data()];
  expect(a.subarray(0, 10)).toEqual(b.subarray(0, 10));
  expect(a.subarray(10)).not.toEqual(b.subarray(10));
});

it.each([
  ["cnn-lite", "points", "cnn-lite needs images; use --model mlp for points"],
  ["mlp", "text", "mlp needs images or points or table; use --model char-lstm or char-transformer for text"],
  ["char-lstm", "images", "char-lstm needs text; use --model mlp or cnn-lite for images"],
] as const)("%s refuses %s and says what to use", (name, kind, message) => {
  expect(() => buildModel(name, { kind, inputShape: [2], outputs: 3, activation })).toThrow(message);
});
