import { DataError } from "./data-error.ts";

/** Refuses what is not a whole number of at least `least`. */
export function checkWholeNumber(operation: string, name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw new DataError(operation, `${name} is ${value}; give a whole number of at least ${least}`);
}
