import type { Dataset } from "piecewise";
import type { Found } from "../../own/own-data.ts";

/** Own data as rows to train with, and others to test with. */
export interface OwnRows {
  readonly training: Dataset;
  /** What is measured of them. */
  readonly test: Dataset;
  readonly found: Found;
  /** What stands over their images. */
  readonly title?: string;
  /** Points are placed in the square from -`reach` to `reach`. */
  readonly reach?: number;
  /** Of a table, what its numbers are called. */
  readonly features?: readonly string[];
}

export const countsOf = (training: Dataset, test: Dataset): Pick<Found, "training" | "test" | "row"> => {
  const [count, ...row] = training.inputs.shape;
  return { training: count, test: test.inputs.shape[0], row };
};
