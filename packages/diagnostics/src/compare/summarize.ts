import type { Means } from "@piecewise/training";
import { percent, short } from "../diagnose/verdict.ts";
import { textTable } from "../text-table.ts";
import type { ActivationRun } from "./activation-run.ts";

/** What an activation came to: the medians over its seeds. */
export interface ActivationSummary {
  readonly activation: string;
  /** How many trainings this is about. */
  readonly runs: number;
  /** The loss and the metrics after the last epoch. */
  readonly final: Means;
  /** The share of units before the last layer that no row moves any more. */
  readonly dead: number;
  /** The first layer's gradient relative to the last one's. */
  readonly gradientRatio: number;
  readonly seconds: number;
}

/** The medians over the trainings of one activation. */
export function summarize(runs: readonly ActivationRun[]): ActivationSummary {
  const over = (read: (run: ActivationRun) => number) => median(runs.map(read));
  const [{ activation, final }] = runs;
  return {
    activation,
    runs: runs.length,
    final: Object.fromEntries(Object.keys(final).map((name) => [name, over((run) => run.final[name])])),
    dead: over(deadShare),
    gradientRatio: over(({ report }) => report.flow.gradientRatio),
    seconds: over(({ seconds }) => seconds),
  };
}

/** A line for each activation. */
export function comparisonText(summaries: readonly ActivationSummary[]): string {
  const measured = Object.keys(summaries[0].final);
  return textTable(
    ["activation", ...measured, "dead units", "first/last gradient", "seconds"],
    summaries.map(({ activation, final, dead, gradientRatio, seconds }) => [
      activation,
      ...measured.map((name) => final[name].toPrecision(3)),
      percent(dead),
      short(gradientRatio),
      seconds.toFixed(2),
    ]),
  );
}

function deadShare({ report }: ActivationRun): number {
  const hidden = report.layers.slice(0, -1);
  const units = hidden.reduce((sum, layer) => sum + layer.units, 0);
  return units === 0 ? 0 : hidden.reduce((sum, { dead }) => sum + dead.length, 0) / units;
}

/** The middle one, or the mean of the two in the middle; NaN if one of them is. */
function median(values: readonly number[]): number {
  if (values.some(Number.isNaN)) return NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
