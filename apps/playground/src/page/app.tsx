import { ActivationLab } from "../lab/activation-lab.tsx";
import { Curves } from "./curves.tsx";
import { Examples } from "./examples.tsx";
import { Health } from "./health.tsx";
import { Layers } from "./layers.tsx";
import { SceneView } from "./scene-view.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { Toolbar } from "./toolbar.tsx";
import { useMedia } from "./use-media.ts";
import { useSettings } from "./use-settings.ts";
import { useTraining } from "./use-training.ts";

export function App() {
  const [settings, change] = useSettings();
  const [training, controls] = useTraining(settings);
  // What is drawn on a canvas has to be drawn again in other colours.
  const scheme = useMedia("(prefers-color-scheme: dark)") ? "dark" : "light";
  return (
    <>
      <header>
        <h1>See it learn</h1>
        <p>A neural network, trained in your browser with Piecewise. Nothing leaves this page.</p>
      </header>
      <main key={scheme}>
        <div class="training">
          <Toolbar training={training} controls={controls} />
          <div class="pictures">
            <SceneView training={training} />
            <Curves curve={training?.curve ?? []} />
          </div>
          <Health training={training} controls={controls} />
          <Layers layers={training?.look.layers ?? []} settings={settings} />
        </div>
        <aside aria-label="What to train">
          <Examples />
          <SettingsForm settings={settings} change={change} />
        </aside>
        <ActivationLab />
      </main>
    </>
  );
}
