import { DataError } from "@piecewise/tensor";
import type { Means } from "../totals.ts";

/** Which mean to judge by. */
export interface MonitorOptions {
  /** The name of a mean, such as "loss" or "accuracy"; of the validation data where there are any. */
  readonly monitor?: string;
  /** Whether smaller or larger is better; smaller for losses and errors, larger for all else, unless given. */
  readonly better?: "smaller" | "larger";
}

const small = ["loss", "meanSquaredError", "meanAbsoluteError", "perplexity"];

/** How to judge. */
export class Monitor {
  readonly name: string;
  readonly #operation: string;
  readonly #isSmallerBetter: boolean;

  constructor(operation: string, { monitor = "loss", better }: MonitorOptions) {
    this.#operation = operation;
    this.name = monitor;
    this.#isSmallerBetter = (better ?? (small.includes(monitor) ? "smaller" : "larger")) === "smaller";
  }

  /** The mean that counts. Throws where nobody measures it. */
  valueIn(means: Means): number {
    const value = means[this.name];
    if (value !== undefined) return value;
    throw new DataError(
      this.#operation,
      `there is no mean "${this.name}", only ${Object.keys(means).join(", ")}`,
    );
  }

  /** By how much the first is better; NaN where one of them is no number. */
  gain(value: number, than: number): number {
    return this.#isSmallerBetter ? than - value : value - than;
  }

  /** Worse than everything. */
  get worst(): number {
    return this.#isSmallerBetter ? Infinity : -Infinity;
  }
}
