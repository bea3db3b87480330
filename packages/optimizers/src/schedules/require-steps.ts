import { DataError } from "@piecewise/tensor";

/** Throws unless an option of a schedule is a number of steps. */
export function requireSteps(schedule: string, option: string, steps: number): void {
  if (Number.isInteger(steps) && steps > 0) return;
  throw new DataError(schedule, `${option} must be a whole number of steps above 0, got ${steps}`);
}
