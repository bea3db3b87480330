import { useMemo } from "preact/hooks";
import { ActivationLab } from "../lab/activation-lab.tsx";
import { ProgramView } from "../program/program-view.tsx";
import { Examples } from "./examples.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { TrainingView } from "./training-view.tsx";
import { useMedia } from "./use-media.ts";
import { useSettings } from "./use-settings.ts";

export function App() {
  const [settings, change] = useSettings();
  // What is drawn on a canvas has to be drawn again in other colours.
  const scheme = useMedia("(prefers-color-scheme: dark)") ? "dark" : "light";
  const lab = useMemo(() => <ActivationLab />, []);
  return (
    <>
      <header>
        <h1>See it learn</h1>
        <p>A neural network, trained in your browser with Piecewise. Nothing leaves this page.</p>
      </header>
      <main>
        <TrainingView settings={settings} change={change} scheme={scheme} />
        <aside aria-label="What to train">
          <Examples />
          <SettingsForm settings={settings} change={change} />
          <ProgramView settings={settings} />
        </aside>
        {lab}
      </main>
    </>
  );
}
