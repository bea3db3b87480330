import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { activationNames } from "../activation-names.ts";
import { isCnn, isImage, type DataShape } from "../plan.ts";
import {
  backendNames,
  dataNames,
  initializerNames,
  modelNames,
  mostLayers,
  optimizerNames,
} from "../settings.ts";
import type { LayerSetting, ModelName, Settings } from "../settings.ts";
import { Choice } from "./choice.tsx";
import { NumberField } from "./number-field.tsx";

interface Props {
  readonly settings: Settings;
  readonly change: (change: Partial<Settings>) => void;
  /** Of the data, once they are there. */
  readonly shape: DataShape | undefined;
  /** Beneath the choice of data. */
  readonly children: ComponentChildren;
}

/** All that decides a run. It stands in the page's address, too. */
export function SettingsForm({ settings, change, shape, children }: Props) {
  const input = shape?.input ?? [];
  return (
    <form class="panel settings" onSubmit={(event) => event.preventDefault()}>
      <h2>Settings</h2>
      <fieldset>
        <legend>Data</legend>
        <Choice
          label="Data"
          value={settings.data}
          among={dataNames}
          onChoose={(data) => change({ data })}
          isLabelUnseen
        />
        {children}
      </fieldset>
      {isImage(input) && (
        <Choice
          label="Model"
          value={settings.model}
          among={modelNames}
          onChoose={(model) => change({ model, layers: usualLayers(model) })}
        />
      )}
      <LayersFields
        layers={settings.layers}
        isCnn={isCnn(settings, input)}
        // What are no convolutions now shall not be taken for some with other data.
        onChange={(layers) => change(isCnn(settings, input) ? { layers } : { layers, model: "mlp" })}
      />
      <LearningFields settings={settings} change={change} />
      <ComputingFields settings={settings} change={change} />
      <p class="note">The address of this page holds all of this: share it, and others see the same run.</p>
    </form>
  );
}

const usualLayers = (model: ModelName): readonly LayerSetting[] =>
  (model === "mlp" ? [64, 64] : [8, 16]).map((units) => ({ units, activation: "relu" }));

type FieldsProps = Pick<Props, "settings" | "change">;

function LearningFields({ settings, change }: FieldsProps) {
  return (
    <fieldset>
      <legend>Learning</legend>
      <Choice
        label="First weights"
        value={settings.initializer}
        among={initializerNames}
        onChoose={(initializer) => change({ initializer })}
      />
      <Choice
        label="Optimizer"
        value={settings.optimizer}
        among={optimizerNames}
        onChoose={(optimizer) => change({ optimizer })}
      />
      <LearningRate value={settings.learningRate} onChange={(learningRate) => change({ learningRate })} />
      {(["batchSize", "seed"] as const).map((name) => (
        <NumberField
          key={name}
          name={name}
          label={name === "seed" ? "Seed" : "Batch size"}
          value={settings[name]}
          onChange={(value) => change({ [name]: value })}
        />
      ))}
    </fieldset>
  );
}

function ComputingFields({ settings, change }: FieldsProps) {
  return (
    <fieldset>
      <legend>Computing</legend>
      <Choice
        label="Backend"
        value={settings.backend}
        among={backendNames}
        onChoose={(backend) => change({ backend })}
      />
      {settings.backend === "wasm" && <Threads settings={settings} change={change} />}
    </fieldset>
  );
}

function Threads({ settings, change }: FieldsProps) {
  const cores = crossOriginIsolated ? Math.min(navigator.hardwareConcurrency, 8) : 1;
  const numbers = Array.from({ length: cores }, (_, i) => String(i + 1));
  const choices = cores === 1 ? numbers : ["all but one", ...numbers];
  const { threads } = settings;
  return (
    <Choice
      label="Threads"
      value={threads > 0 && threads <= cores ? String(threads) : choices[0]}
      among={choices}
      onChoose={(chosen) => change({ threads: chosen === choices[0] ? 0 : Number(chosen) })}
    />
  );
}

function LearningRate({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  return (
    <>
      <NumberField name="learningRate" label="Learning rate" value={value} onChange={onChange} />
      <input
        type="range"
        aria-label="Learning rate, on a logarithmic scale"
        aria-valuetext={String(value)}
        min={-4}
        max={1}
        step={0.1}
        value={Math.log10(value)}
        onInput={({ currentTarget }) => onChange(Number((10 ** currentTarget.valueAsNumber).toPrecision(2)))}
      />
    </>
  );
}

interface LayersProps {
  readonly layers: readonly LayerSetting[];
  readonly isCnn: boolean;
  readonly onChange: (layers: readonly LayerSetting[]) => void;
}

function LayersFields({ layers, isCnn, onChange }: LayersProps) {
  const isOne = layers.every(({ activation }) => activation === layers[0].activation);
  const last = layers.at(-1) ?? { units: 16, activation: "relu" as const };
  const isFull = layers.length >= mostLayers[isCnn ? "cnn-lite" : "mlp"];
  const add = useRef<HTMLButtonElement>(null);
  const remove = (place: number) => {
    // Its button goes, and must not take the focus along. Those of other layers stay, for the layer behind.
    if (place === layers.length - 1) add.current?.focus();
    onChange(layers.filter((_, i) => i !== place));
  };
  useLayoutEffect(() => {
    if (document.activeElement === add.current) add.current?.scrollIntoView({ block: "nearest" });
  }, [layers.length]);
  return (
    <fieldset>
      <legend>{isCnn ? "Convolutions" : "Hidden layers"}</legend>
      {layers.length > 1 && (
        <Choice
          label="All activations"
          value={isOne ? layers[0].activation : ""}
          among={activationNames}
          empty="different ones"
          onChoose={(activation) => onChange(layers.map((layer) => ({ ...layer, activation })))}
        />
      )}
      <ol class="layer-fields">
        {layers.map((layer, i) => (
          <LayerFields
            key={i}
            place={i + 1}
            layer={layer}
            isCnn={isCnn}
            onChange={(changed) => onChange(layers.map((one, j) => (i === j ? changed : one)))}
            onRemove={() => remove(i)}
          />
        ))}
      </ol>
      <button
        type="button"
        ref={add}
        // Not `disabled`, which would take the focus from who has just pressed it.
        aria-disabled={isFull}
        onClick={() => !isFull && onChange([...layers, last])}
      >
        Add a layer
      </button>
    </fieldset>
  );
}

interface LayerProps extends Pick<LayersProps, "isCnn"> {
  readonly place: number;
  readonly layer: LayerSetting;
  readonly onChange: (layer: LayerSetting) => void;
  readonly onRemove: () => void;
}

function LayerFields({ place, layer, isCnn, onChange, onRemove }: LayerProps) {
  return (
    <li>
      <NumberField
        name="units"
        label={`${isCnn ? "Filters" : "Units"} in layer ${place}`}
        value={layer.units}
        onChange={(units) => onChange({ ...layer, units })}
        isLabelUnseen
      />
      <Choice
        label={`Activation of layer ${place}`}
        value={layer.activation}
        among={activationNames}
        onChoose={(activation) => onChange({ ...layer, activation })}
        isLabelUnseen
      />
      <button type="button" class="remove" aria-label={`Remove layer ${place}`} onClick={onRemove}>
        ×
      </button>
    </li>
  );
}
