import { useState } from "preact/hooks";
import { activationNames, type ActivationName } from "../activation-names.ts";
import type { OtherRun } from "../page/curves.tsx";
import type { OwnData } from "../own/own-data.ts";
import type { Settings } from "../settings.ts";
import type { CurvePoint } from "../worker/messages.ts";
import { useRival, type FirstRun } from "./use-rival.ts";

type Chosen = "nothing" | "the file" | ActivationName;

/** What to lay beside a run's loss. */
export interface Comparison {
  readonly chosen: Chosen;
  readonly among: readonly Chosen[];
  readonly choose: (what: Chosen) => void;
  readonly other: OtherRun | undefined;
  /** Compares with a curve from a file. */
  readonly keep: (curve: readonly CurvePoint[]) => void;
}

/** Compares a run with one of another activation, which starts from the same weights and sees the same batches. */
export function useComparison(settings: Settings, own: OwnData | undefined, run: FirstRun): Comparison {
  const [chosen, choose] = useState<Chosen>("nothing");
  const [kept, setKept] = useState<readonly CurvePoint[]>();
  const activation = activationNames.find((name) => name === chosen);
  const rival = useRival(activation && withActivation(settings, activation), own, run);
  const keep = (curve: readonly CurvePoint[]) => {
    setKept(curve);
    choose("the file");
  };
  return {
    chosen,
    among: ["nothing", ...(kept === undefined ? [] : (["the file"] as const)), ...activationNames],
    choose,
    other:
      chosen === "nothing"
        ? undefined
        : { name: chosen, ...(activation ? rival : { curve: kept ?? [], hasFailed: false }) },
    keep,
  };
}

const withActivation = (settings: Settings, activation: ActivationName): Settings => ({
  ...settings,
  layers: settings.layers.map(({ units }) => ({ units, activation })),
});
