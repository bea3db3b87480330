import type { ActivationName } from "../activation-names.ts";
import { within, type InitializerName, type Settings } from "../settings.ts";

/** What a button can do about a verdict. */
export type Cure =
  /** In the run as it is. */
  | { readonly is: "revive" }
  | { readonly is: "calibrate" }
  | { readonly is: "raise" | "lower" }
  /** In a run that starts again. */
  | { readonly is: "start lower" }
  | { readonly is: "initializer"; readonly name: InitializerName }
  | { readonly is: "activation"; readonly name: ActivationName };

/** Whether it is one in a run that starts again. */
export const isStart = ({ is }: Cure): boolean =>
  is === "start lower" || is === "initializer" || is === "activation";

/** A cure as a button offers it. */
export interface Offer {
  readonly cure: Cure;
  readonly text: string;
  /** Where it is one: the learning rate to go to. */
  readonly learningRate: number;
}

/** What a button offers at a learning rate and with so many dead units; nothing where the rate can go no further. */
export function offerOf(cure: Cure, learningRate: number, revivable: number): Offer | undefined {
  const factor = cure.is === "raise" ? 10 : cure.is === "lower" || cure.is === "start lower" ? 0.1 : 1;
  const rate = within("learningRate", Number((learningRate * factor).toPrecision(6)));
  return rate === undefined ? undefined : { cure, text: cureText(cure, rate, revivable), learningRate: rate };
}

/** What it changes in the settings, if it does. */
export function changeBy({ cure, learningRate }: Offer, { layers }: Settings): Partial<Settings> | undefined {
  if (cure.is === "revive" || cure.is === "calibrate") return undefined;
  if (cure.is === "initializer") return { initializer: cure.name };
  if (cure.is === "activation")
    return { layers: layers.map((layer) => ({ ...layer, activation: cure.name })) };
  return { learningRate };
}

function cureText(cure: Cure, rate: number, revivable: number): string {
  switch (cure.is) {
    case "revive":
      return `Revive ${unitsText(revivable)}`;
    case "calibrate":
      return "Calibrate the weights";
    case "raise":
      return `Raise the learning rate tenfold, to ${rate}`;
    case "lower":
      return `Lower the learning rate tenfold, to ${rate}`;
    case "start lower":
      return `Start again with learning rate ${rate}`;
    case "initializer":
      return `Start again with ${cure.name}`;
    case "activation":
      return `Start again with ${cure.name} in all layers`;
  }
}

export const unitsText = (units: number): string => `${units} dead ${units === 1 ? "unit" : "units"}`;
