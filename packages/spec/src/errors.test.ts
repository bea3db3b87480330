import { describe, expect, it } from "vitest";
import {
  BackendError,
  CheckpointError,
  DataError,
  DTypeError,
  GradientError,
  outOfRange,
  PiecewiseError,
  ShapeError,
} from "./errors.ts";

const withRule = { DTypeError, BackendError, DataError, CheckpointError, GradientError };

describe("every error", () => {
  it.each(Object.entries(withRule))("%s is told by its name, and says who and why", (name, Kind) => {
    const error = new Kind("matmul", "needs float32, got bool");
    expect(error).toBeInstanceOf(PiecewiseError);
    expect(error).toBeInstanceOf(Error);
    expect({ ...error, message: error.message }).toEqual({
      name,
      operation: "matmul",
      message: "matmul: needs float32, got bool",
    });
    expect(String(error)).toBe(`${name}: matmul: needs float32, got bool`);
  });
});

describe("ShapeError", () => {
  it.each([
    [[], "add: the shapes differ"],
    [[[2, 3]], "add: the shapes differ, for [2, 3]"],
    [[[2, 3], []], "add: the shapes differ, for [2, 3] and []"],
    [[[2], [3], [4]], "add: the shapes differ, for [2] and [3] and [4]"],
  ])("names the shapes %j", (shapes, message) => {
    const error = new ShapeError("add", "the shapes differ", ...shapes);
    expect([error.name, error.message]).toEqual(["ShapeError", message]);
  });
});

it.each([
  ["index", 7, 5, "gather: index 7 at position 2 is out of range: indices go from 0 to 4"],
  ["label", -1, 3, "gather: label -1 at position 2 is out of range: labels go from 0 to 2"],
  ["index", 0, 0, "gather: index 0 at position 2 is out of range: there is nothing to name"],
] as const)("an %s %d of %d is out of range", (what, value, size, message) => {
  const error = outOfRange("gather", what, value, 2, size);
  expect([error.name, error.message]).toEqual(["DataError", message]);
});
