import type { HealthReport, Verdict, VerdictCode } from "piecewise";
import type { ActivationName } from "../activation-names.ts";
import { initializerNames, type InitializerName } from "../settings.ts";
import { isStart, type Cure } from "./cure.ts";

/** What the page says to do about a verdict, and what its buttons do. */
export interface Treatment {
  readonly words: string;
  readonly cures: readonly Cure[];
}

/** What a treatment depends on besides the verdict. */
export interface Patient {
  readonly report: Pick<HealthReport, "layers">;
  readonly initializer: InitializerName;
  /** Of the verdict's layer: what fits its activation. */
  readonly fitting: string;
}

/** For verdicts that the page can do something about; the others keep the words of `diagnose`. */
export const treatments: {
  readonly [Code in VerdictCode]?: (verdict: Verdict, patient: Patient) => Treatment;
} = {
  "dead-units": ({ cause }, patient) =>
    cause === "learning rate"
      ? {
          words: "lower the learning rate, then revive them: their weights are drawn anew",
          cures: [{ is: "lower" }, { is: "revive" }],
        }
      : {
          words: "revive them: their weights are drawn anew. leakyRelu has no flat side",
          cures: [{ is: "revive" }, ...initializer(patient), ...activation("leakyRelu")],
        },
  "learning-rate": (_, patient) =>
    isRestless(patient)
      ? { words: "take smaller steps", cures: [{ is: "lower" }, { is: "start lower" }] }
      : { words: "take larger steps", cures: [{ is: "raise" }] },
  "not-finite": () => ({
    words: "the weights are lost, so start again and take smaller steps",
    cures: [{ is: "start lower" }],
  }),
  vanishing: ({ cause }, patient) => ({
    words:
      cause === "activation"
        ? "calibrating scales the weights until the answers of all layers are equally large; gelu is not flat on both sides"
        : `calibrating scales the weights until the answers of all layers are equally large; ${patient.fitting} fits the activation`,
    cures: [{ is: "calibrate" }, ...(cause === "activation" ? activation("gelu") : initializer(patient))],
  }),
  exploding: (_, patient) => ({
    words: `calibrating scales the weights until the answers of all layers are equally large; ${patient.fitting} fits the activation`,
    cures: [{ is: "calibrate" }, ...initializer(patient)],
  }),
  "symmetric-weights": (_, patient) => ({
    words: `draw the weights at random: ${patient.fitting} fits the activation`,
    cures: initializer(patient),
  }),
  saturated: ({ cause }, patient) =>
    cause === "learning rate"
      ? { words: "start again and take smaller steps", cures: [{ is: "start lower" }] }
      : {
          words: `calibrating scales the weights until the answers of all layers are equally large; ${patient.fitting} fits the activation, and gelu is not flat on both sides`,
          cures: [{ is: "calibrate" }, ...initializer(patient), ...activation("gelu")],
        },
};

/** Of a treatment, what helps a network whose weights are lost. */
export function anotherStart(treatment: Treatment): Treatment {
  const starts = treatment.cures.filter(isStart);
  if (starts.some(({ is }) => is === "start lower")) return { ...treatment, cures: starts };
  return { words: "the weights are lost, so start again", cures: [...starts, { is: "start lower" }] };
}

/** "Somewhere around 1e-3": larger steps than this, relative to the weights, are too large where the loss does not fall. */
const usualStep = 1e-3;

const isRestless = ({ report }: Patient) =>
  Math.max(...report.layers.map(({ updateRatio }) => updateRatio)) > usualStep;

const activation = (name: ActivationName): readonly Cure[] => [{ is: "activation", name }];

/** Nothing where the weights are drawn so already. */
function initializer({ initializer, fitting }: Patient): readonly Cure[] {
  const name = initializerNames.find((one) => one === fitting);
  return name === undefined || name === initializer ? [] : [{ is: "initializer", name }];
}
