import { useEffect, useState } from "preact/hooks";
import type { TrainingControls } from "../page/use-training.ts";
import type { Settings } from "../settings.ts";
import { unitsText, type Cure } from "./cure.ts";

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
): readonly [Outcome | undefined, (cure: Cure) => void] {
  const [outcome, setOutcome] = useState<Outcome>();
  // Another run is another patient.
  useEffect(() => setOutcome(undefined), [name]);
  const attempt = (work: Promise<string>) =>
    void work.then(
      (text) => setOutcome({ isRefusal: false, text }),
      (error: Error) => setOutcome({ isRefusal: true, text: error.message }),
    );
  const apply = (cure: Cure) => {
    if (cure.is === "revive")
      attempt(ask("revive", undefined).then((units) => `Revived ${unitsText(units)}.`));
    else if (cure.is === "calibrate")
      attempt(
        ask("calibrate", undefined).then((layers) => `The weights of ${layers} layers are calibrated.`),
      );
    else if (cure.is === "initializer") change({ initializer: cure.name });
    else if (cure.is === "activation")
      change({ layers: settings.layers.map((layer) => ({ ...layer, activation: cure.name })) });
    else {
      change({ learningRate: cure.value });
      if (cure.is === "start with rate") restart();
    }
  };
  return [outcome, apply];
}
