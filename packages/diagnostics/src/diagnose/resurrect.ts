import { kaimingNormal, type Layer } from "@piecewise/layers";
import type { Optimizer } from "@piecewise/optimizers";
import { DataError, mul, noGrad, reshape, scope, tensor, where, type Parameter, type Random, type Tensor } from "@piecewise/tensor"; // prettier-ignore
import { layerAt } from "./layer-at.ts";
import type { HealthReport, LayerReport } from "./report.ts";

/** Where to draw new weights from. */
export interface ResurrectOptions {
  /** The one that `seed` starts, unless given. */
  readonly random?: Random;
}

/** What was revived. */
export interface Revived {
  readonly layer: string;
  readonly units: readonly number[];
}

/** New outgoing weights are so much smaller than kaiming's, so that the network's answers hardly change. */
const small = 0.1;

/**
 * Gives dead units another life: their incoming weights are drawn anew (kaimingNormal) with bias 0, the weights of what they
 * feed are drawn small, normalisations before them start again, and the optimizer forgets what it knew about these numbers. All
 * else stays. Sokar, Agarwal, Castro and Evci, "The dormant neuron phenomenon", 2023.
 *
 * @example
 * const model = sequential(linear(2, 4), relu, linear(4, 1));
 * model.inside[0].own.bias.assign(full([4], -9));
 * const [optimizer, health] = [sgd(model.parameters), diagnose(model)];
 * const batch = { inputs: normal([8, 2], { random: seeded(1) }), targets: zeros([8, 1]) };
 * for (let step = 0; step < 8; step++) trainStep(model, batch, { loss: meanSquaredError, optimizer, observer: health.observeStep() });
 * resurrect(model, optimizer, await health.report()); // [{"layer":"0","units":[0,1,2,3]}]
 * await model.inside[0].own.bias.array(); // [0,0,0,0]
 */
export function resurrect(
  model: Layer,
  optimizer: Optimizer,
  report: HealthReport,
  options: ResurrectOptions = {},
): Revived[] {
  const patients = report.layers.filter(({ dead }) => dead.length > 0).map((layer) => prepare(model, layer));
  scope(() => {
    noGrad(() => {
      for (const { changes } of patients) for (const change of changes) renew(change, optimizer, options);
    });
  });
  return patients.map(({ layer, units }) => ({ layer, units }));
}

/** Numbers of a parameter to replace: those of some places along an axis. */
interface Change {
  readonly parameter: Parameter;
  readonly axis: number;
  readonly places: Uint8Array;
  /** Drawn anew, times a factor; or one number for all. */
  readonly with: { readonly factor: number } | { readonly value: number };
}

/** Finds what is to be changed, and throws where the report does not fit. */
function prepare(model: Layer, { path, dead, units, norms, feeds }: LayerReport) {
  const layer = layerAt("resurrect", model, path);
  const isDead = Uint8Array.from({ length: units }, (_, unit) => Number(dead.includes(unit)));
  const changes: Change[] = [
    ...changesOf(layer, path, isDead, [{ factor: 1 }, { value: 0 }]),
    ...norms.flatMap((norm) =>
      changesOf(layerAt("resurrect", model, norm), norm, isDead, [{ value: 1 }, { value: 0 }]),
    ),
    ...feeds.flatMap((next) => outgoing(layerAt("resurrect", model, next), next, isDead)),
  ];
  return { layer: path, units: dead, changes };
}

/** A layer's weight and bias, at the places of its own units. */
function changesOf(
  { own, kind }: Layer,
  path: string,
  places: Uint8Array,
  [weight, bias]: readonly [Change["with"], Change["with"]],
): Change[] {
  const axis = kind.startsWith("convTranspose") ? 1 : 0;
  const changes: Change[] = [];
  if (own["weight"] !== undefined) changes.push({ parameter: own["weight"], axis, places, with: weight });
  if (own["bias"] !== undefined) changes.push({ parameter: own["bias"], axis: 0, places, with: bias });
  for (const change of changes)
    if (change.parameter.shape[change.axis] !== places.length) throw wrongSize(path, places.length);
  return changes;
}

/** The weights of a layer at the places of what it is given. Behind flatten, a channel is many places. */
function outgoing({ own, kind }: Layer, path: string, units: Uint8Array): Change[] {
  const parameter = own["weight"];
  const axis = kind.startsWith("convTranspose") ? 0 : 1;
  const each = parameter.shape[axis] / units.length;
  // With groups a weight does not hold a column for each channel: it is left as it is.
  if (each < 1) return [];
  if (!Number.isInteger(each)) throw wrongSize(path, units.length);
  const places = Uint8Array.from({ length: parameter.shape[axis] }, (_, i) => units[Math.floor(i / each)]);
  return [{ parameter, axis, places, with: { factor: small } }];
}

function wrongSize(path: string, units: number): DataError {
  return new DataError(
    "resurrect",
    `layer ${path} does not have the ${units} units of the report; pass the report of this very model`,
  );
}

function renew(
  { parameter, axis, places, with: how }: Change,
  optimizer: Optimizer,
  options: ResurrectOptions,
) {
  if (!parameter.trainable) return;
  const mask = reshape(
    tensor(places, { dtype: "bool", shape: [places.length] }),
    parameter.shape.map((size, at) => (at === axis ? size : 1)),
  );
  const values: Tensor | number = "value" in how ? how.value : mul(drawn(parameter, options), how.factor);
  parameter.assign(where(mask, values, parameter));
  for (const slot of Object.values(optimizer.slots(parameter))) slot.assign(where(mask, 0, slot));
}

function drawn({ shape, dtype }: Parameter, { random }: ResurrectOptions): Tensor {
  const wide = dtype === "float64" ? { dtype } : {};
  return kaimingNormal(shape, { ...wide, ...(random === undefined ? {} : { random }) });
}
