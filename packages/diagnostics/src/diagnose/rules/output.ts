import type { Evidence } from "../evidence.ts";
import { short, type Verdict } from "../verdict.ts";

/** Losses that take the activation of the output layer themselves. */
const takesLogits = new Set(["crossEntropy", "binaryCrossEntropyWithLogits"]);

/** An activation at the output that keeps the model from giving what it is asked for. */
export function outputRule({ output, smallestTarget, largestTarget }: Evidence): Verdict[] {
  const { activation, range, loss, targetsAreLabels } = output;
  if (activation === undefined || range === undefined || activation === "logSoftmax") return [];
  const [low, high] = range;
  if (low === -Infinity && high === Infinity) return [];
  const verdict = (finding: string, remedy: string): Verdict[] => [
    { code: "output-activation", cause: "activation", severity: "warning", since: 0, finding, remedy },
  ];
  if (targetsAreLabels || takesLogits.has(loss))
    return verdict(
      `the model ends in ${activation}, but the loss wants logits: any numbers`,
      `remove ${activation}; the loss has its own`,
    );
  if (smallestTarget === undefined || largestTarget === undefined) return [];
  const slack = 1e-3 * (largestTarget - smallestTarget);
  if (smallestTarget >= low - slack && largestTarget <= high + slack) return [];
  return verdict(
    `the model ends in ${activation}, which gives ${short(low)} to ${short(high)}, but targets go from ${short(smallestTarget)} to ${short(largestTarget)}`,
    "end in a plain linear layer, or scale the targets",
  );
}
