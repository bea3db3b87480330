import { unitsText } from "./remedies/cure.ts";
import { within } from "./settings.ts";

/** What a user changed in a run, once it had taken so many steps. */
export type Change =
  | { readonly step: number; readonly what: "learning rate"; readonly value: number }
  | { readonly step: number; readonly what: "revived"; readonly units: number }
  | { readonly step: number; readonly what: "calibrated" | "loaded" };

/** So many rows of the training data are calibrated by. */
export const calibrationRows = 256;

/** The learning rate that a run began with, and what was changed since. */
export interface History {
  readonly learningRate: number;
  readonly changes: readonly Change[];
}

/** Before the first step, another learning rate is the one to begin with; of several at the same step, the last counts. */
export function withChange({ learningRate, changes }: History, change: Change): History {
  const isRate = change.what === "learning rate";
  if (isRate && change.step === 0) return { learningRate: change.value, changes };
  const last = changes.at(-1);
  const isAnother = isRate && last?.what === "learning rate" && last.step === change.step;
  return { learningRate, changes: [...(isAnother ? changes.slice(0, -1) : changes), change] };
}

/** The learning rate once so many steps are taken. */
export function rateAfter(step: number, { learningRate, changes }: History): number {
  const rates = changes.flatMap((one) =>
    one.what === "learning rate" && one.step <= step ? [one.value] : [],
  );
  return rates.at(-1) ?? learningRate;
}

/** A change in words. */
export function changeText(change: Change): string {
  if (change.what === "learning rate") return `learning rate ${change.value}`;
  if (change.what === "revived") return `${unitsText(change.units)} revived`;
  return change.what === "calibrated" ? "weights calibrated" : "weights loaded from a file";
}

/** The change that an object of a file is, if it is one. */
export function changeFrom(given: Readonly<Record<string, unknown>>): Change | undefined {
  const { step, what } = given;
  if (!isCount(step)) return undefined;
  if (what === "calibrated" || what === "loaded") return { step, what };
  if (what === "revived") return isCount(given["units"]) ? { step, what, units: given["units"] } : undefined;
  const value = within("learningRate", Number(given["value"]));
  return what !== "learning rate" || value === undefined ? undefined : { step, what, value };
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;
