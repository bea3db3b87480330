import { isFinite, learningRateText, type Evidence } from "../evidence.ts";
import { percent, short, type Verdict } from "../verdict.ts";

// "A rough heuristic is that this ratio should be somewhere around 1e-3" (Karpathy, notes on CS231n). Adam's first steps in
// small networks reach 0.1 and do well, so that alone is no alarm.
const [tooLarge, tooSmall] = [0.05, 1e-5];

/** Steps that are too large or too small for the weights, where the loss does not fall. */
export function learningRateRule(evidence: Evidence): Verdict[] {
  const { layers, loss, firstLoss, notFiniteSince = 0, optimizer } = evidence;
  const ratio = Math.max(0, ...layers.map(({ now }) => now.updateRatio));
  const base = {
    code: "learning-rate",
    cause: "learning rate",
    severity: "warning",
    since: 0,
  } as const;
  const facts = (change: string) =>
    `${learningRateText(optimizer)}: a step changes weights by ${short(ratio)} of their size, and the loss ${change} (${short(firstLoss)}, then ${short(loss)})`;
  if (evidence.samples < 3) return [];
  if (!isFinite(evidence))
    return [{ ...base, code: "not-finite", severity: "error", since: notFiniteSince, finding: `${learningRateText(optimizer)}: the loss is no number any more`, remedy: "lower the learning rate, or clip gradients (clipGradNorm)" }]; // prettier-ignore
  if (loss > 0.9 * firstLoss && ratio > tooLarge)
    return [
      { ...base, finding: facts("does not fall"), remedy: "lower the learning rate, tenfold at first" },
    ];
  if (loss > 0.95 * firstLoss && ratio < tooSmall)
    return [{ ...base, finding: facts("hardly falls"), remedy: "raise the learning rate" }];
  return [];
}

/** How many samples, and how large a part of the loss must follow from the inputs. */
const [enough, part] = [8, 0.03];

/** Signals, gradients and steps are sound, and yet each row's answer fits any other row's target as well. */
export function relationRule({ samples, loss, lossOfOthers, noiseScale, rows }: Evidence): Verdict[] {
  const explained = 1 - loss / lossOfOthers;
  if (samples < enough || !(explained < part)) return [];
  const noise =
    noiseScale === undefined
      ? ""
      : `; the gradient is noise (scale ${short(noiseScale)} with batches of ${rows})`;
  return [
    {
      code: "no-relation",
      cause: "labels",
      severity: "warning",
      since: 0,
      finding: `the answers fit the rows' own targets no better than other rows' (${percent(Math.max(0, explained))} of the loss)${noise}`,
      remedy:
        "check that inputs and targets are in the same order, and that the inputs tell something about them",
    },
  ];
}
