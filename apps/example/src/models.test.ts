import { relu, zeros } from "piecewise";
import { expect, it } from "vitest";
import { buildModel } from "./models.ts";

it.each([
  ["mlp", [1, 28, 28], 109_386],
  ["cnn-lite", [1, 28, 28], 9_098],
  ["mlp", [2], 8_835],
] as const)("%s for inputs %j has %i parameters and an output for each class", (name, shape, parameters) => {
  const classes = shape.length === 1 ? 3 : 10;
  const model = buildModel(name, shape, classes, relu);
  expect(model.parameters.reduce((sum, p) => sum + p.size, 0)).toBe(parameters);
  expect(model(zeros([4, ...shape])).shape).toEqual([4, classes]);
});

it("cnn-lite refuses points and says what to use", () => {
  expect(() => buildModel("cnn-lite", [2], 3, relu)).toThrow(
    "cnn-lite needs images; use --model mlp for points",
  );
});
