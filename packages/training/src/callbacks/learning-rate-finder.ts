import type { BatchSource, Dataset } from "@piecewise/data";
import { stateDict, type Layer } from "@piecewise/layers";
import type { Optimizer } from "@piecewise/optimizers";
import { DataError, sharedRandom } from "@piecewise/tensor";
import type { Callback } from "../callback.ts";
import { fit } from "../fit.ts";
import { KeptOptimizer } from "../kept-optimizer.ts";
import { KeptTensors } from "../kept-tensors.ts";
import type { Loss } from "../loss.ts";

/** What to train on, and which learning rates to try. */
export interface LearningRateFinderOptions {
  readonly data: Dataset | BatchSource;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** The first rate; 10⁻⁷ unless given. */
  readonly from?: number;
  /** The last rate; 10 unless given. */
  readonly to?: number;
  /** How many rates to try, one in each step; 100 unless given. */
  readonly steps?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  /** Ends the test when the loss is so many times the smallest so far; 4 unless given. */
  readonly divergence?: number;
}

/** The losses that the learning rates came to. */
export interface FoundLearningRates {
  /** In the order of the steps; the loss is smoothed. */
  readonly losses: readonly { readonly learningRate: number; readonly loss: number }[];
  /** Where the loss falls fastest; undefined where too few rates were tried before the loss diverged. */
  readonly suggestion: number | undefined;
}

const smoothing = 0.9;

/**
 * Tries learning rates from small to large, one in each step of training, and tells the losses: a rate is good where the loss falls
 * fastest. All groups of the optimizer take the same rate. Afterwards model, optimizer and generators are as before. Smith, "Cyclical
 * learning rates for training neural networks", 2017.
 *
 * @example
 * const random = seeded(1);
 * const model = sequential(linear(2, 8, { random }), relu, linear(8, 2, { random }));
 * const optimizer = sgd(model.parameters, { learningRate: 0.1 });
 * const data = xor({ count: 200, seed: 0 });
 * const { losses, suggestion } = await learningRateFinder(model, { data, loss: crossEntropy, optimizer });
 * losses[0].learningRate; // 1e-7
 * suggestion! > 0.01 && suggestion! < 10; // true
 */
export async function learningRateFinder(
  model: Layer,
  options: LearningRateFinderOptions,
): Promise<FoundLearningRates> {
  const { from = 1e-7, to = 10, steps = 100, divergence = 4, data, loss, optimizer, batchSize = 32, seed = 0 } = options; // prettier-ignore
  if (!(from > 0 && to > from && Number.isInteger(steps) && steps > 1))
    throw new DataError("learningRateFinder", `needs 0 < from < to and at least 2 steps, got ${from}, ${to} and ${steps}`); // prettier-ignore
  const rateAt = (step: number) => from * (to / from) ** (step / (steps - 1));
  const losses: { learningRate: number; loss: number }[] = [];
  let average = 0;
  const test: Callback = {
    onStepStart: () => optimizer.set("learningRate", rateAt(losses.length)),
    async onStep({ loss, totalSteps, stop }) {
      average = smoothing * average + (1 - smoothing) * (await loss());
      const smooth = average / (1 - smoothing ** totalSteps);
      losses.push({ learningRate: rateAt(totalSteps - 1), loss: smooth });
      const best = Math.min(...losses.map((one) => one.loss));
      if (!(smooth <= divergence * best)) stop("the loss diverged");
    },
  };
  await undone(model, optimizer, () => fit(model, { data, loss, optimizer, batchSize, seed, steps, callbacks: [test] })); // prettier-ignore
  return { losses, suggestion: steepest(losses) };
}

/** Does something, after which model, optimizer and the shared generator are as before. */
async function undone(model: Layer, optimizer: Optimizer, body: () => Promise<unknown>): Promise<void> {
  const [weights, kept, { state }] = [new KeptTensors(), new KeptOptimizer(), sharedRandom()];
  weights.keep(stateDict(model));
  kept.keep(optimizer);
  try {
    await body();
  } finally {
    weights.restore(stateDict(model));
    kept.restore(optimizer);
    sharedRandom().restore(state);
    weights.dispose();
    kept.dispose();
  }
}

/** The rate at which the loss falls fastest; the first tenth tells of the start, and the end of the divergence. */
function steepest(losses: FoundLearningRates["losses"]): number | undefined {
  const worth = losses.slice(Math.floor(losses.length / 10), -1);
  const falls = worth.slice(1, -1).map(({ learningRate }, i) => ({ learningRate, slope: worth[i + 2].loss - worth[i].loss })); // prettier-ignore
  const finite = falls.filter(({ slope }) => Number.isFinite(slope)).sort((a, b) => a.slope - b.slope);
  return finite[0]?.learningRate;
}
