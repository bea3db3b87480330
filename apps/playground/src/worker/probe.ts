import { backward, crossEntropy, norm, scope, toTensors } from "piecewise";
import type { Dataset, Layer, Tensor, TypedArray } from "piecewise";
import { histogramOf } from "./histogram.ts";
import type { Activity, LayerLook } from "./messages.ts";
import { layersOf, observed } from "./observed.ts";
import { read } from "./read.ts";

/** Below this slope, a unit hardly learns. */
const flat = 0.01;

/** Looks into a model by the rows of `data`: how each layer answers to them, and how long its gradient is. */
export function probe(model: Layer, data: Dataset): () => Promise<readonly LayerLook[]> {
  const rows = toTensors(data);
  const layers = layersOf(model);
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
  const numbers = await read(() =>
    observed(model, inputs).activations.flatMap(({ activation, input, output }) => {
      shapes.push(output.shape);
      return [output, activation.derivative(input)];
    }),
  );
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
  for (let from = 0; from < outputs.length; from += places) {
    let moved = 0;
    for (let i = from; i < from + places; i++) {
      if (Math.abs(slopes[i]) >= flat) moved++;
      if (outputs[i] === 0) zeros++;
    }
    alive[(from / places) % units] += moved;
  }
  const each = outputs.length / units;
  return {
    alive: alive.map((moved) => moved / each),
    zeros: zeros / outputs.length,
    histogram: histogramOf(outputs),
  };
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
