import { backward, crossEntropy, isLayer, norm, scope, toTensors } from "piecewise";
import type { Activation, Dataset, Layer, Stage, Tensor, TypedArray } from "piecewise";
import { histogramOf } from "./histogram.ts";
import type { Activity, LayerLook } from "./messages.ts";
import { read } from "./read.ts";

/** Below this slope, a unit hardly learns. */
const flat = 0.01;

/** Looks into a model by the rows of `data`: how each layer answers to them, and how long its gradient is. */
export function probe(model: Layer, data: Dataset): () => Promise<readonly LayerLook[]> {
  const rows = toTensors(data);
  const layers = Object.values(model.inside).filter(isLinear);
  return async () => {
    const activities = await activitiesOf(model, rows.inputs);
    const gradients = await gradientNorms(model, layers, rows);
    return layers.map((layer, i) => {
      const [outputs, inputs] = layer.own["weight"].shape;
      const activity = activities[i];
      const name = activity === undefined ? "output" : `layer ${i + 1}`;
      const look = { name: `${name}: ${inputs} → ${outputs}`, gradientNorm: gradients[i] };
      return activity === undefined ? look : { ...look, activity };
    });
  };
}

async function activitiesOf(model: Layer, inputs: Tensor): Promise<readonly Activity[]> {
  const units: number[] = [];
  const numbers = await read(() => {
    const seen: Tensor[] = [];
    model(inputs, {
      observe: (_, stage, input, output) => {
        if (!isActivation(stage)) return;
        units.push(output.shape[1]);
        seen.push(output, stage.derivative(input));
      },
    });
    return seen;
  });
  return units.map((count, i) => activityOf(numbers[2 * i], numbers[2 * i + 1], count));
}

/** From what came out of an activation, [rows, units], and the slopes there. */
export function activityOf(outputs: TypedArray, slopes: TypedArray, units: number): Activity {
  const alive = new Float32Array(units);
  let zeros = 0;
  for (let i = 0; i < outputs.length; i++) {
    if (Math.abs(slopes[i]) >= flat) alive[i % units] += units / outputs.length;
    if (outputs[i] === 0) zeros += 1 / outputs.length;
  }
  return { alive, zeros, histogram: histogramOf(outputs) };
}

async function gradientNorms(
  model: Layer,
  layers: readonly Layer[],
  { inputs, targets }: { readonly inputs: Tensor; readonly targets: Tensor },
): Promise<readonly number[]> {
  const norms = scope(() => {
    const gradients = backward(crossEntropy(model(inputs), targets));
    return layers.map(({ own }) => norm(gradients.of(own["weight"])));
  });
  const numbers = await read(() => norms);
  return numbers.map(([length]) => length);
}

const isLinear = (stage: Stage): stage is Layer => isLayer(stage) && stage.kind === "linear";
const isActivation = (stage: Stage): stage is Activation => "derivative" in stage;
