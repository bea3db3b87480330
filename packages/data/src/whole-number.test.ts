import { expect, it } from "vitest";
import { checkWholeNumber } from "./whole-number.ts";

it.each([0, 1.5, Number.NaN, Infinity, -1, 2 ** 53])(
  "refuses %d where a whole number from 1 is due",
  (value) => {
    expect(() => checkWholeNumber("batches", "size", value, 1)).toThrow(
      `batches: size is ${value}; give a whole number of at least 1`,
    );
  },
);

it("takes the least allowed", () => {
  expect(() => checkWholeNumber("batches", "epoch", 0, 0)).not.toThrow();
});
