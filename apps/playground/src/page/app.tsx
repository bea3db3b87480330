import { useEffect, useMemo } from "preact/hooks";
import { ActivationLab } from "../lab/activation-lab.tsx";
import { DataPanel } from "../own/data-panel.tsx";
import { loadTableReader } from "../own/table-reader.ts";
import { useOpening } from "../own/use-opening.ts";
import { useOwn } from "../own/use-own.ts";
import { programOf, ProgramView } from "../program/program-view.tsx";
import { Examples } from "./examples.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { TrainingView } from "./training-view.tsx";
import { useMedia } from "./use-media.ts";
import { useSettings } from "./use-settings.ts";
import { useTraining } from "./use-training.ts";

export function App() {
  const [settings, change] = useSettings();
  const own = useOwn(settings.data);
  const [training, controls] = useTraining(settings, own.given);
  const opening = useOpening(settings.data, own, change);
  useEffect(() => void loadTableReader(), []);
  // What is drawn on a canvas has to be drawn again in other colours.
  const scheme = useMedia("(prefers-color-scheme: dark)") ? "dark" : "light";
  const shape = training?.shape;
  const program = training && programOf(training, own.given.own, controls.isRunning);
  const hasFailed = controls.failure !== undefined;
  // These do not change with every look of the worker.
  const side = useMemo(
    () => (
      <aside aria-label="What to train">
        <Examples />
        <SettingsForm settings={settings} change={change} shape={shape}>
          <DataPanel
            data={settings.data}
            own={own}
            opening={opening}
            found={shape?.own}
            hasFailed={hasFailed}
          />
        </SettingsForm>
        {program !== undefined && <ProgramView program={program} />}
      </aside>
    ),
    [
      ...[settings, shape, program?.text, hasFailed, opening.message, opening.table],
      ...[own.given.version, own.data, own.isKept],
    ],
  );
  const lab = useMemo(() => <ActivationLab ask={controls.ask} />, [controls.ask]);
  return (
    <>
      <header>
        <h1>See it learn</h1>
        <p>A neural network, trained in your browser with Piecewise. Nothing leaves this page.</p>
      </header>
      <main>
        <TrainingView
          settings={settings}
          change={change}
          scheme={scheme}
          training={training}
          controls={controls}
          own={own}
          opening={opening}
        />
        {side}
        {lab}
      </main>
    </>
  );
}
