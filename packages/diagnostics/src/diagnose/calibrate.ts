import type { Layer } from "@piecewise/layers";
import { DataError, mul, noGrad, parameter, scope, variance, type Parameter, type Tensor } from "@piecewise/tensor"; // prettier-ignore
import { blocksOf, type Seen } from "./blocks.ts";

/** By which factor the weight and the bias of a layer were multiplied. */
export interface Calibrated {
  readonly layer: string;
  readonly factor: number;
}

/**
 * Scales the weights of each layer, from the first to the last, so that what it gives for a batch has the variance 1: a start
 * from which signals neither fade nor grow, whatever the activations. Use it before training. Mishkin and Matas, "All you
 * need is a good init", 2016. Waits for the device once for each layer.
 *
 * @example
 * const model = sequential(linear(4, 8, { initializer: (shape) => full(shape, 9) }), tanh, linear(8, 2));
 * const inputs = normal([256, 4], { random: seeded(1) });
 * const factors = await calibrate(model, inputs);
 * factors.map(({ layer }) => layer); // ["0","2"]
 * const deviation = await standardDeviation(model.inside[0](inputs)).item();
 * Math.abs(deviation - 1) < 0.01; // true
 */
export async function calibrate(model: Layer, inputs: Tensor): Promise<Calibrated[]> {
  const before = model.parameters.map((p) => parameter(p, { trainable: false }));
  const done = new Map<Parameter, Calibrated>();
  try {
    for (let next = look(model, inputs, done); next !== undefined; next = look(model, inputs, done)) {
      const { path, weight, bias, spread } = next;
      const value = await spread.item();
      spread.dispose();
      const factor = 1 / Math.sqrt(value);
      if (!(value > 0 && value < Infinity)) throw noSpread(path, value);
      for (const p of bias === undefined ? [weight] : [weight, bias]) scope(() => p.assign(mul(p, factor)));
      done.set(weight, { layer: path, factor });
    }
    return [...done.values()];
  } catch (error) {
    model.parameters.forEach((p, i) => p.assign(before[i]));
    throw error;
  } finally {
    for (const copy of before) copy.dispose();
  }
}

/** The first layer that is not calibrated yet, with the variance of what it gives. */
function look(model: Layer, inputs: Tensor, done: ReadonlyMap<Parameter, unknown>) {
  return scope(() =>
    noGrad(() => {
      const seen: Seen[] = [];
      model(inputs, { observe: (path, stage, input, output) => seen.push({ path, stage, input, output }) });
      const layers = blocksOf(seen).flatMap(({ layer }) => layer ?? []);
      const next = layers.find(({ weight }) => weight.trainable && !done.has(weight));
      if (next === undefined) return undefined;
      const { path, weight, bias, output } = next;
      return { path, weight, bias, spread: variance(output, { correction: 0 }) };
    }),
  );
}

function noSpread(path: string, value: number): DataError {
  return new DataError(
    "calibrate",
    `layer ${path} gives numbers of variance ${value} for this batch; draw its weights first, and check the batch for NaN`,
  );
}
