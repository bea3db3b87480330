/**
 * Data that cannot be used, or cannot be had. The message says which operation refused what, and what to do.
 *
 * @example
 * throw new DataError("dataset", "60000 rows of inputs but 59999 of targets; give one target for each row");
 */
export class DataError extends Error {
  override readonly name = "DataError";
  readonly operation: string;

  constructor(operation: string, rule: string, options?: { readonly cause?: unknown }) {
    super(`${operation}: ${rule}`, options);
    this.operation = operation;
  }
}

/** Whether something thrown is a {@link DataError}, from this copy of the package or another. */
export function isDataError(thrown: unknown): thrown is DataError {
  return thrown instanceof Error && thrown.name === "DataError";
}
