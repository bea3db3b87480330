import { useState } from "preact/hooks";
import type { ActivationName } from "../activation-names.ts";
import type { Ask } from "../page/use-training.ts";
import { ActivationCard } from "./activation-card.tsx";
import { from, step, to } from "./places.ts";

/** Two activations side by side, and a point that moves along both. */
export function ActivationLab({ ask }: { readonly ask: Ask }) {
  const [x, setX] = useState(1);
  const [names, setNames] = useState<readonly ActivationName[]>(["relu", "gelu"]);
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
          step={step}
          value={x}
          onInput={({ currentTarget }) => setX(currentTarget.valueAsNumber)}
        />
      </label>
      <div class="cards">
        {names.map((name, place) => (
          <ActivationCard
            key={place}
            label={place === 0 ? "First function" : "Second function"}
            name={name}
            x={x}
            onName={(chosen) => setNames(names.with(place, chosen))}
            onMove={setX}
            ask={ask}
          />
        ))}
      </div>
    </section>
  );
}
