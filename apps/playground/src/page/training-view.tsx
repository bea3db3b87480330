import { useMemo } from "preact/hooks";
import type { History } from "../history.ts";
import { useDrawings } from "../own/drawings-panel.tsx";
import { OwnScene } from "../own/own-scene.tsx";
import type { Opening } from "../own/use-opening.ts";
import type { Own } from "../own/use-own.ts";
import type { Settings } from "../settings.ts";
import { ChangeList } from "./change-list.tsx";
import { Choice } from "./choice.tsx";
import { useComparison } from "../compare/use-comparison.ts";
import { Curves } from "./curves.tsx";
import { Files } from "../files/files.tsx";
import { Inside } from "../inside/inside.tsx";
import { Health } from "./health.tsx";
import { Toolbar } from "./toolbar.tsx";
import type { Training, TrainingControls } from "./use-training.ts";

interface Props {
  readonly settings: Settings;
  readonly change: (change: Partial<Settings>) => void;
  readonly scheme: "dark" | "light";
  readonly training: Training | undefined;
  readonly controls: TrainingControls;
  readonly own: Own;
  readonly opening: Opening;
}

/** A run, and all that there is to see of it: drawn anew with every look of the worker. */
export function TrainingView({ settings, change, scheme, training, controls, own, opening }: Props) {
  const curve = training?.curve ?? [];
  const unchanged: History = useMemo(
    () => ({ learningRate: settings.learningRate, changes: [] }),
    [settings.learningRate],
  );
  const { step, history } =
    training?.name === controls.name
      ? { step: training.look.step, history: training.history }
      : { step: 0, history: unchanged };
  const comparison = useComparison(settings, own.given.own, { name: controls.name, step, history });
  const { changes } = training?.history ?? unchanged;
  const drawings = useDrawings(own, scheme);
  // Points of a compared run come between the looks: these are not drawn anew for them.
  const scene = useMemo(
    () => <OwnScene data={settings.data} training={training} own={own} opening={opening} />,
    [settings.data, training, own, opening],
  );
  const inside = useMemo(
    () => (
      <Inside training={training} settings={settings} ask={controls.ask}>
        <Health settings={settings} change={change} training={training} controls={controls} />
      </Inside>
    ),
    [training, controls, settings],
  );
  return (
    <div class="training">
      <Toolbar training={training} controls={controls} />
      <div class="pictures" key={scheme}>
        {scene}
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
      {settings.data === "own drawings" && drawings}
      {inside}
      <Files
        ask={controls.ask}
        run={{ settings: training?.settings ?? settings, curve, changes }}
        opening={opening}
        onRun={(run) => {
          change(run.settings);
          controls.restart();
          comparison.keep(run.curve);
        }}
      />
    </div>
  );
}
