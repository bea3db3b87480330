import { useEffect, useState } from "preact/hooks";
import type { TrainingControls } from "../page/use-training.ts";
import type { Settings } from "../settings.ts";
import { changeBy, unitsText, type Offer } from "./cure.ts";

/** What became of the last cure. */
export interface Outcome {
  readonly isRefusal: boolean;
  readonly text: string;
}

/** Applies cures: in the network as it is, or as a change of the settings. */
export function useCures(
  settings: Settings,
  change: (change: Partial<Settings>) => void,
  { ask, restart, name }: Pick<TrainingControls, "ask" | "restart" | "name">,
): readonly [Outcome | undefined, (offer: Offer) => void] {
  const [outcome, setOutcome] = useState<Outcome>();
  // Another run is another patient.
  useEffect(() => setOutcome(undefined), [name]);
  const attempt = (work: Promise<string>) =>
    void work.then(
      (text) => setOutcome({ isRefusal: false, text }),
      (error: Error) => setOutcome({ isRefusal: true, text: error.message }),
    );
  const apply = (offer: Offer) => {
    const { is } = offer.cure;
    if (is === "revive") attempt(ask(is, undefined).then((units) => `Revived ${unitsText(units)}.`));
    if (is === "calibrate")
      attempt(ask(is, undefined).then((layers) => `The weights of ${layers} layers are calibrated.`));
    const changed = changeBy(offer, settings);
    if (changed !== undefined) change(changed);
    // Another learning rate alone does not start the run again.
    if (is === "start lower") restart();
  };
  return [outcome, apply];
}
