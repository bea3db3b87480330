import type { Settings } from "../settings.ts";
import { Curves } from "./curves.tsx";
import { Health } from "./health.tsx";
import { Layers } from "./layers.tsx";
import { SceneView } from "./scene-view.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useTraining } from "./use-training.ts";

interface Props {
  readonly settings: Settings;
  readonly scheme: "dark" | "light";
}

/** A run, and all that there is to see of it: drawn anew with every look of the worker. */
export function TrainingView({ settings, scheme }: Props) {
  const [training, controls] = useTraining(settings);
  return (
    <div class="training">
      <Toolbar training={training} controls={controls} />
      <div class="pictures" key={scheme}>
        <SceneView training={training} />
        <Curves curve={training?.curve ?? []} />
      </div>
      <Health training={training} controls={controls} />
      <Layers layers={training?.look.layers ?? []} settings={settings} />
    </div>
  );
}
