import type { Parameter } from "@piecewise/tensor";
import type { Evidence } from "../evidence.ts";
import type { Cause, Verdict } from "../verdict.ts";

type Why = Extract<Cause, "frozen" | "optimizer" | "no gradient">;

const wording: Readonly<Record<Why, Pick<Verdict, "severity" | "remedy"> & { readonly says: string }>> = {
  optimizer: {
    severity: "warning",
    says: "the optimizer does not have",
    remedy: "give it model.parameters, or all the groups",
  },
  "no gradient": {
    severity: "warning",
    says: "the loss does not depend on",
    remedy: "check that the layer is called, and its result used",
  },
  frozen: {
    severity: "note",
    says: "frozen, so they stay as they are:",
    remedy: "unfreeze(layer) if that is not meant",
  },
};

/** Parameters that training does not change. */
export function notTrainedRule({ parameters, held, changed }: Evidence): Verdict[] {
  const why = (p: Parameter): Why | undefined => {
    if (!p.trainable) return "frozen";
    if (!held.has(p)) return "optimizer";
    return changed.has(p) ? undefined : "no gradient";
  };
  return (Object.keys(wording) as Why[]).flatMap((cause) => {
    const names = [...parameters].filter(([, p]) => why(p) === cause).map(([name]) => name);
    const { says, ...rest } = wording[cause];
    if (names.length === 0) return [];
    return [{ code: "not-trained", cause, since: 0, finding: `${says} ${names.join(", ")}`, ...rest }];
  });
}
