import { useDrawings } from "../own/drawings-panel.tsx";
import { OwnScene } from "../own/own-scene.tsx";
import type { Opening } from "../own/use-opening.ts";
import type { Own } from "../own/use-own.ts";
import type { Settings } from "../settings.ts";
import { Choice } from "./choice.tsx";
import { useComparison } from "../compare/use-comparison.ts";
import { Curves } from "./curves.tsx";
import { DrawDigit } from "../digit/draw-digit.tsx";
import { Files } from "../files/files.tsx";
import { Health } from "./health.tsx";
import { Layers } from "./layers.tsx";
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
  const step = training?.name === controls.name ? training.look.step : 0;
  const comparison = useComparison(settings, own.given.own, step, controls.name);
  const drawings = useDrawings(own, scheme);
  return (
    <div class="training">
      <Toolbar training={training} controls={controls} />
      <div class="pictures" key={scheme}>
        <OwnScene data={settings.data} training={training} own={own} opening={opening} />
        <Curves curve={curve} other={comparison.other}>
          <Choice
            label="Compare with"
            value={comparison.chosen}
            among={comparison.among}
            onChoose={comparison.choose}
          />
        </Curves>
      </div>
      {settings.data === "own drawings" && drawings}
      {training?.scene.kind === "images" && (
        <DrawDigit images={training.scene} look={training.look} ask={controls.ask} />
      )}
      <Health training={training} controls={controls} />
      <Layers layers={training?.look.layers ?? []} settings={settings} />
      <Files
        ask={controls.ask}
        run={{ settings, curve }}
        opening={opening}
        onRun={(run) => {
          change(run.settings);
          comparison.keep(run.curve);
        }}
      />
    </div>
  );
}
