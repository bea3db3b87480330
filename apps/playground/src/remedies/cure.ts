import type { ActivationName } from "../activation-names.ts";
import type { InitializerName } from "../settings.ts";

/** What a button can do about a verdict. */
export type Cure =
  /** In the run as it is. */
  | { readonly is: "revive" }
  | { readonly is: "calibrate" }
  | { readonly is: "learning rate"; readonly value: number; readonly isHigher: boolean }
  /** In a run that starts again. */
  | { readonly is: "start with rate"; readonly value: number }
  | { readonly is: "initializer"; readonly name: InitializerName }
  | { readonly is: "activation"; readonly name: ActivationName };

/** What is written on the button. */
export function cureText(cure: Cure, revivable: number): string {
  switch (cure.is) {
    case "revive":
      return `Revive ${unitsText(revivable)}`;
    case "calibrate":
      return "Calibrate the weights";
    case "learning rate":
      return `${cure.isHigher ? "Raise" : "Lower"} the learning rate tenfold, to ${cure.value}`;
    case "start with rate":
      return `Start again with learning rate ${cure.value}`;
    case "initializer":
      return `Start again with ${cure.name}`;
    case "activation":
      return `Start again with ${cure.name} in all layers`;
  }
}

export const unitsText = (units: number): string => `${units} dead ${units === 1 ? "unit" : "units"}`;
