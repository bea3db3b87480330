import { expect, it } from "vitest";
import { DataError, isDataError } from "./data-error.ts";

it("names the operation, then the rule", () => {
  const error = new DataError("take", "no indices; give at least one");
  expect(error.message).toBe("take: no indices; give at least one");
  expect(error).toMatchObject({ name: "DataError", operation: "take" });
});

it("is told apart by its name, also when another copy of the package throws it", () => {
  expect(isDataError(Object.assign(new Error("x"), { name: "DataError" }))).toBe(true);
  expect(isDataError(new TypeError("x"))).toBe(false);
  expect(isDataError("DataError")).toBe(false);
});
