import { useState } from "preact/hooks";
import type { Settings } from "../settings.ts";
import type { CurvePoint } from "../worker/messages.ts";
import { Curves } from "./curves.tsx";
import { DrawDigit } from "../digit/draw-digit.tsx";
import { Files } from "../files/files.tsx";
import { Health } from "./health.tsx";
import { Layers } from "./layers.tsx";
import { SceneView } from "./scene-view.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useTraining } from "./use-training.ts";

interface Props {
  readonly settings: Settings;
  readonly change: (change: Partial<Settings>) => void;
  readonly scheme: "dark" | "light";
}

/** A run, and all that there is to see of it: drawn anew with every look of the worker. */
export function TrainingView({ settings, change, scheme }: Props) {
  const [kept, keep] = useState<readonly CurvePoint[]>([]);
  const [training, controls] = useTraining(settings);
  return (
    <div class="training">
      <Toolbar training={training} controls={controls} />
      <div class="pictures" key={scheme}>
        <SceneView training={training} />
        <Curves
          curve={training?.curve ?? []}
          other={kept.length === 0 ? undefined : { name: "from the file", curve: kept }}
        />
      </div>
      {training?.scene.kind === "images" && (
        <DrawDigit key={scheme} images={training.scene} look={training.look} ask={controls.ask} />
      )}
      <Health training={training} controls={controls} />
      <Layers layers={training?.look.layers ?? []} settings={settings} />
      <Files
        ask={controls.ask}
        run={{ settings, curve: training?.curve ?? [] }}
        onRun={(run) => {
          change(run.settings);
          keep(run.curve);
        }}
      />
    </div>
  );
}
