import type { Batch } from "@piecewise/data";
import { loadStateDict, stateDict, type Layer } from "@piecewise/layers";
import {
  add,
  DataError,
  isFinite,
  logicalNot,
  noGrad,
  scope,
  seeded,
  sharedRandom,
  sum,
  tensor,
} from "@piecewise/tensor";
import type { Parameter, Random, RandomState, Tensor } from "@piecewise/tensor";
import type { Callback, StartEvent } from "../callback.ts";
import { contentsOf, storeOf } from "../checkpoints/latest.ts";
import type { CheckpointStore } from "../checkpoints/store.ts";
import { KeptOptimizer } from "../kept-optimizer.ts";
import { KeptTensors } from "../kept-tensors.ts";
import type { Loss } from "../loss.ts";
import { bundleName, readBundle, savedBundle } from "../nan/bundle.ts";
import { findFirstWrong, type FirstWrong } from "../nan/first-wrong.ts";

/** Where to keep the step that went wrong; nowhere unless given. */
export interface StopAtNaNOptions {
  /** A folder, in Node. */
  readonly path?: string;
  /** Any other place. */
  readonly store?: CheckpointStore;
}

/**
 * Ends training at the step in which the loss or a weight becomes NaN or infinite, and names the operation, the layer and the batch
 * that were wrong first. Model and optimizer are left as they were before that step. With a place to keep it, the step can be
 * taken once more by `replay`. Copies weights and the optimizer's state in every step, and waits for the device.
 *
 * @example
 * const model = sequential(linear(2, 4), (x: Tensor) => log(x), linear(4, 2));
 * const optimizer = sgd(model.parameters);
 * const options = { data: xor({ count: 8, seed: 0 }), loss: crossEntropy, optimizer, callbacks: [stopAtNaN()] };
 * const { stopped } = await fit(model, options);
 * stopped; // "in epoch 1, step 1, batch 1: log gave NaN first, after layer 0"
 */
export function stopAtNaN({ path, store }: StopAtNaNOptions = {}): Callback {
  const place = path ?? store;
  const [weights, kept] = [new KeptTensors(), new KeptOptimizer()];
  let run: StartEvent | undefined;
  let batches: readonly Batch[] = [];
  let states: Readonly<Record<string, RandomState>> = {};
  return {
    onStart: (event) => void (run = event),
    onStepStart(event) {
      if (run === undefined) return;
      ({ batches } = event);
      weights.keep(stateDict(run.model));
      kept.keep(run.optimizer);
      states = statesOf(run.generators);
    },
    async onStep({ epoch, step, loss, stop }) {
      if (run === undefined || (Number.isFinite(await loss()) && (await areFinite(run.model)))) return;
      const { model, optimizer, generators } = run;
      weights.restore(stateDict(model));
      kept.restore(optimizer);
      const found = await findFirstWrong({ model, loss: run.loss, batches, generators, states });
      if (place !== undefined) {
        const bundle = savedBundle({ weights: weights.arrays, batches, states });
        await storeOf(place).write(bundleName(epoch, step), contentsOf(bundle));
      }
      stop(`in epoch ${epoch}, step ${step}, ${textOf(found)}`);
    },
    onEnd() {
      weights.dispose();
      kept.dispose();
    },
  };
}

/** What `replay` needs besides the model. */
export interface ReplayOptions extends StopAtNaNOptions {
  readonly loss: Loss;
  /** The name of a step in that place; the last unless given. */
  readonly name?: string;
  /** Generators that were given to `fit`. */
  readonly generators?: Readonly<Record<string, Random>>;
}

/**
 * Takes the way of a step that `stopAtNaN` kept once more: the model gets the weights of before the step, generators their states.
 * Tells what is first not finite, if anything is.
 *
 * @example ignore: reads a file
 * const found = await replay(model, { path: "wrong", loss: crossEntropy });
 * console.log(found?.text); // log gave NaN first, after layer 0
 */
export async function replay(model: Layer, options: ReplayOptions): Promise<FirstWrong | undefined> {
  const { path, store, name, loss, generators = {} } = options;
  const place = path ?? store;
  if (place === undefined) throw new DataError("replay", "needs the path or the store that stopAtNaN had");
  const { weights, batches, states } = await readBundle(storeOf(place), name);
  loadStateDict(model, weights);
  const all = { ...generators, fit: seeded(0), shared: sharedRandom() };
  return findFirstWrong({ model, loss, batches, generators: all, states });
}

function textOf(found: FirstWrong | undefined): string {
  if (found === undefined) return "the optimizer's step gave a weight that is not finite";
  return found.batch === undefined ? found.text : `batch ${found.batch}: ${found.text}`;
}

function statesOf(generators: Readonly<Record<string, Random>>): Readonly<Record<string, RandomState>> {
  return Object.fromEntries(Object.entries(generators).map(([name, { state }]) => [name, state]));
}

/** Whether all weights are finite: counted on the device, one number is read. */
async function areFinite(model: Layer): Promise<boolean> {
  const wrong = scope(() =>
    noGrad(() =>
      Object.values(stateDict(model))
        .map(countOfWrong)
        .reduce<Tensor>((a, b) => add(a, b), tensor(0)),
    ),
  );
  const count = await wrong.item();
  wrong.dispose();
  return count === 0;
}

const countOfWrong = (p: Parameter) => sum(logicalNot(isFinite(p)));
