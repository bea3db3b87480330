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
  const layers = Object.values(model.inside).filter(hasWeight);
  return async () => {
    const activities = await activitiesOf(model, rows.inputs);
    const gradients = await gradientNorms(model, layers, rows);
    return layers.map((layer, i) => {
      const [outputs, inputs, ...sides] = layer.own["weight"].shape;
      const size = sides.length === 0 ? "" : `, ${sides.join(" × ")}`;
      const activity = activities[i];
      const name = activity === undefined ? "output" : `layer ${i + 1}`;
      const look = { name: `${name}: ${inputs} → ${outputs}${size}`, gradientNorm: gradients[i] };
      return activity === undefined ? look : { ...look, activity };
    });
  };
}

async function activitiesOf(model: Layer, inputs: Tensor): Promise<readonly Activity[]> {
  const shapes: (readonly number[])[] = [];
  const numbers = await read(() => {
    const seen: Tensor[] = [];
    model(inputs, {
      observe: (_, stage, input, output) => {
        if (!isActivation(stage)) return;
        shapes.push(output.shape);
        seen.push(output, stage.derivative(input));
      },
    });
    return seen;
  });
  return shapes.map((shape, i) => activityOf(numbers[2 * i], numbers[2 * i + 1], shape));
}

/** From what came out of an activation, of shape [rows, units] or [rows, filters, height, width], and the slopes there. */
export function activityOf(
  outputs: TypedArray,
  slopes: TypedArray,
  [, units, ...sides]: readonly number[],
): Activity {
  const alive = new Float32Array(units);
  const places = sides.reduce((product, side) => product * side, 1);
  let zeros = 0;
  for (let i = 0; i < outputs.length; i++) {
    if (Math.abs(slopes[i]) >= flat) alive[Math.floor(i / places) % units] += units / outputs.length;
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

const hasWeight = (stage: Stage): stage is Layer => isLayer(stage) && "weight" in stage.own;
const isActivation = (stage: Stage): stage is Activation => "derivative" in stage;
