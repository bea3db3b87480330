import { useMemo } from "preact/hooks";
import type { History } from "../history.ts";
import type { Settings } from "../settings.ts";
import { ChangeList } from "./change-list.tsx";
import { Choice } from "./choice.tsx";
import { useComparison } from "../compare/use-comparison.ts";
import { Curves } from "./curves.tsx";
import { DrawDigit } from "../digit/draw-digit.tsx";
import { Files } from "../files/files.tsx";
import { Health } from "./health.tsx";
import { Layers } from "./layers.tsx";
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
  const unchanged: History = useMemo(
    () => ({ learningRate: settings.learningRate, changes: [] }),
    [settings.learningRate],
  );
  const { step, history } =
    training?.name === controls.name
      ? { step: training.look.step, history: training.history }
      : { step: 0, history: unchanged };
  const comparison = useComparison(settings, { name: controls.name, step, history });
  const { changes } = training?.history ?? unchanged;
  return (
    <div class="training">
      <Toolbar training={training} controls={controls} />
      <div class="pictures" key={scheme}>
        <SceneView training={training} />
        <Curves curve={curve} other={comparison.other} changes={changes}>
          <Choice
            label="Compare with"
            value={comparison.chosen}
            among={comparison.among}
            onChoose={comparison.choose}
          />
          <ChangeList changes={changes} />
        </Curves>
      </div>
      {training?.scene.kind === "images" && (
        <DrawDigit images={training.scene} look={training.look} ask={controls.ask} />
      )}
      <Health settings={settings} change={change} training={training} controls={controls} />
      <Layers layers={training?.look.layers ?? []} settings={settings} />
      <Files
        ask={controls.ask}
        run={{ settings: training?.settings ?? settings, curve, changes }}
        onRun={(run) => {
          change(run.settings);
          controls.restart();
          comparison.keep(run.curve);
        }}
      />
    </div>
  );
}
