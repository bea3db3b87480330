import {
  abs,
  backward,
  crossEntropy,
  equal,
  greaterEqual,
  mean,
  noGrad,
  norm,
  scope,
  slice,
} from "piecewise";
import { toTensors, type Dataset, type Layer, type Tensor, type TypedArray } from "piecewise";
import { histogramOf } from "./histogram.ts";
import type { Activity, LayerLook } from "./messages.ts";
import { layersOf, observed, type SeenActivation } from "./observed.ts";
import { read } from "./read.ts";

/** Below this slope, a unit hardly learns. */
const flat = 0.01;

/** A histogram of so many numbers looks as one of all. */
const enough = 50_000;

/** Looks into a model by the rows of `data`: how each layer answers to them, and how long its gradient is. */
export function probe(model: Layer, data: Dataset): () => Promise<readonly LayerLook[]> {
  const { inputs, targets } = toTensors(data);
  const layers = layersOf(model);
  const pass = () => {
    const { scores, activations } = observed(model, inputs);
    const seen = noGrad(() => activations.flatMap(measuresOf));
    const gradients = backward(crossEntropy(scores, targets));
    return [...layers.map(({ own }) => norm(gradients.of(own["weight"]))), ...seen];
  };
  return async () => {
    const measured = scope(pass);
    const numbers = await read(() => measured);
    return layers.map(({ own }, i) => {
      const [outputs, ins, ...sides] = own["weight"].shape;
      const size = sides.length === 0 ? "" : `, ${sides.join(" × ")}`;
      const activity = activityOf(numbers.slice(layers.length + 3 * i));
      const name = activity === undefined ? "output" : `layer ${i + 1}`;
      const look = { name: `${name}: ${ins} → ${outputs}${size}`, gradientNorm: numbers[i][0] };
      return activity === undefined ? look : { ...look, activity };
    });
  };
}

/** Of outputs [rows, units] or [rows, filters, height, width]: how alive each unit is, how many are 0, and some of them. */
function measuresOf({ activation, input, output }: SeenActivation): readonly Tensor[] {
  const [rows] = output.shape;
  const axis = [0, 2, 3].filter((one) => one < output.rank);
  const some = Math.max(1, Math.floor((enough * rows) / output.size));
  return [
    mean(greaterEqual(abs(activation.derivative(input)), flat), { axis }),
    mean(equal(output, 0)),
    slice(output, [{ stop: some }]),
  ];
}

function activityOf([alive, zeros, some]: readonly TypedArray[]): Activity | undefined {
  if (alive === undefined) return undefined;
  return { alive: Float32Array.from(alive), zeros: zeros[0], histogram: histogramOf(some) };
}
