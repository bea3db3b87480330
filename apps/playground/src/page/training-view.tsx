import { useMemo } from "preact/hooks";
import type { Settings } from "../settings.ts";
import { Choice } from "./choice.tsx";
import { useComparison } from "../compare/use-comparison.ts";
import { Curves } from "./curves.tsx";
import { Files } from "../files/files.tsx";
import { Inside } from "../inside/inside.tsx";
import { Health } from "./health.tsx";
import { SceneView } from "./scene-view.tsx";
import { Toolbar } from "./toolbar.tsx";
import type { Training, TrainingControls } from "./use-training.ts";

interface Props {
  readonly settings: Settings;
  readonly change: (change: Partial<Settings>) => void;
  readonly scheme: "dark" | "light";
  readonly training: Training | undefined;
  readonly controls: TrainingControls;
}

/** A run, and all that there is to see of it: drawn anew with every look of the worker. */
export function TrainingView({ settings, change, scheme, training, controls }: Props) {
  const curve = training?.curve ?? [];
  const step = training?.name === controls.name ? training.look.step : 0;
  const comparison = useComparison(settings, step, controls.name);
  // Points of a compared run come between the looks: these are not drawn anew for them.
  const scene = useMemo(() => <SceneView training={training} />, [training]);
  const inside = useMemo(
    () => (
      <Inside training={training} settings={settings} ask={controls.ask}>
        <Health training={training} controls={controls} />
      </Inside>
    ),
    [training, controls, settings],
  );
  return (
    <div class="training">
      <Toolbar training={training} controls={controls} />
      <div class="pictures" key={scheme}>
        {scene}
        <Curves curve={curve} other={comparison.other}>
          <Choice
            label="Compare with"
            value={comparison.chosen}
            among={comparison.among}
            onChoose={comparison.choose}
          />
        </Curves>
      </div>
      {inside}
      <Files
        ask={controls.ask}
        run={{ settings, curve }}
        onRun={(run) => {
          change(run.settings);
          comparison.keep(run.curve);
        }}
      />
    </div>
  );
}
