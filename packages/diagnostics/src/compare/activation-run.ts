import type { EpochResult, Means } from "@piecewise/training";
import type { HealthReport } from "../diagnose/report.ts";

/** One training. */
export interface ActivationRun {
  readonly activation: string;
  readonly seed: number;
  /** The curves: means of the loss and the metrics in every epoch. */
  readonly epochs: readonly EpochResult[];
  /** After the last epoch: of the validation data if there are any, else of the training data. */
  readonly final: Means;
  /** Dead units, gradient flow and the rest, layer by layer. */
  readonly report: HealthReport;
  /** How long training took, without validation. */
  readonly seconds: number;
}
