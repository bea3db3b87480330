import { useState } from "preact/hooks";
import type { ActivationName } from "../activations.ts";
import { from, to } from "./activation-curve.ts";
import { ActivationCard } from "./activation-card.tsx";

/** Two activations side by side, and a point that moves along both. */
export function ActivationLab() {
  const [x, setX] = useState(1);
  const [names, setNames] = useState<readonly [ActivationName, ActivationName]>(["relu", "gelu"]);
  return (
    <section class="lab panel" aria-label="Activation functions">
      <h2>Activation functions</h2>
      <p>
        <span class="key first">f, what a unit gives</span> <span class="key second">f′, its slope</span> Move
        the point along. On its way back, the gradient is multiplied by the slope: where that is 0, nothing is
        learned.
      </p>
      <label class="field wide">
        <span>x = {x.toFixed(2)}</span>
        <input
          type="range"
          min={from}
          max={to}
          step={0.05}
          value={x}
          onInput={({ currentTarget }) => setX(currentTarget.valueAsNumber)}
        />
      </label>
      <div class="cards">
        <ActivationCard
          label="First function"
          name={names[0]}
          x={x}
          onName={(name) => setNames([name, names[1]])}
          onMove={setX}
        />
        <ActivationCard
          label="Second function"
          name={names[1]}
          x={x}
          onName={(name) => setNames([names[0], name])}
          onMove={setX}
        />
      </div>
    </section>
  );
}
