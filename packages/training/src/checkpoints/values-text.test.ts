import { expect, it } from "vitest";
import { textOf, valuesOf } from "./values-text.ts";

it("values come back as they were, numbers that JSON lacks included", () => {
  const values = { a: [1.1, NaN, Infinity, -Infinity, -0], b: { number: "one" }, c: null, d: "NaN", e: { number: "3", f: true } }; // prettier-ignore
  expect(valuesOf(textOf(values))).toEqual(values);
});

it("a text that is no JSON is refused", () => {
  expect(() => valuesOf("{")).toThrow("the state beside the arrays is no JSON; the file is damaged");
});
