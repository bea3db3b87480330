import type { Evidence } from "./evidence.ts";
import { deadRule } from "./rules/dead.ts";
import { flowRule } from "./rules/flow.ts";
import { inputRule } from "./rules/inputs.ts";
import { learningRateRule, relationRule } from "./rules/learning.ts";
import { notTrainedRule } from "./rules/not-trained.ts";
import { outputRule } from "./rules/output.ts";
import { saturatedRule } from "./rules/saturated.ts";
import { symmetricRule } from "./rules/symmetric.ts";
import type { Verdict } from "./verdict.ts";

/** What a network may bring along. */
const first = [inputRule, outputRule, notTrainedRule, symmetricRule];
/** What lames single layers. */
const inLayers = [deadRule, saturatedRule];

/**
 * What is wrong, causes without what follows from them: what is wrong since the start explains what came later, and lame layers
 * explain a flow that stops. Notes come last.
 */
export function judge(evidence: Evidence): Verdict[] {
  const found = [...first, ...inLayers].flatMap((rule) => rule(evidence));
  const ills = found.filter(({ severity }) => severity !== "note");
  const notes = found.filter(({ severity }) => severity === "note");
  const sinceStart = ills.filter(({ since }) => since === 0);
  const trials = [
    () => sinceStart,
    () => flowRule(evidence),
    () => ills,
    () => learningRateRule(evidence),
    () => relationRule(evidence),
  ];
  for (const trial of trials) {
    const verdicts = trial();
    if (verdicts.length > 0) return [...verdicts, ...notes];
  }
  return notes;
}
