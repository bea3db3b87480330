import { shapeText, type Shape } from "./shape.ts";

/** The names by which our errors are told apart; `instanceof` fails across two versions of a package. */
export type ErrorName =
  "ShapeError" | "DTypeError" | "BackendError" | "DataError" | "CheckpointError" | "GradientError";

/** An error that says which operation refused what, and what to do. */
export class PiecewiseError extends Error {
  override readonly name: ErrorName;
  readonly operation: string;

  constructor(name: ErrorName, operation: string, message: string) {
    super(`${operation}: ${message}`);
    this.name = name;
    this.operation = operation;
  }
}

/**
 * Sizes that do not fit the operation.
 *
 * @example
 * throw new ShapeError("matmul", "inner sizes 784 and 128 differ", [64, 784], [128, 10]);
 * // matmul: inner sizes 784 and 128 differ, for [64, 784] and [128, 10]
 */
export class ShapeError extends PiecewiseError {
  constructor(operation: string, rule: string, ...shapes: Shape[]) {
    const list = shapes.map(shapeText).join(" and ");
    super("ShapeError", operation, list === "" ? rule : `${rule}, for ${list}`);
  }
}

/** A kind of number that the operation or the backend does not take. */
export class DTypeError extends PiecewiseError {
  constructor(operation: string, rule: string) {
    super("DTypeError", operation, rule);
  }
}

/** A backend that is missing, disposed of, out of memory, or not the one that holds the tensor. */
export class BackendError extends PiecewiseError {
  constructor(operation: string, rule: string) {
    super("BackendError", operation, rule);
  }
}

/** Values that cannot be right: an index out of range, a label outside the classes, a corrupt file. */
export class DataError extends PiecewiseError {
  constructor(operation: string, rule: string) {
    super("DataError", operation, rule);
  }
}

/** What a kernel throws at an index, or a label, that names none of `size` places. */
export function outOfRange(
  operation: string,
  what: "index" | "label",
  value: number,
  position: number,
  size: number,
): DataError {
  const all = what === "index" ? "indices" : "labels";
  const range = size === 0 ? "there is nothing to name" : `${all} go from 0 to ${size - 1}`;
  return new DataError(operation, `${what} ${value} at position ${position} is out of range: ${range}`);
}

/** A checkpoint that cannot be read or does not fit the model. */
export class CheckpointError extends PiecewiseError {
  constructor(operation: string, rule: string) {
    super("CheckpointError", operation, rule);
  }
}

/** A gradient asked of something that has none. */
export class GradientError extends PiecewiseError {
  constructor(operation: string, rule: string) {
    super("GradientError", operation, rule);
  }
}
