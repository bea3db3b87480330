import type { Layer } from "@piecewise/layers";
import type { Optimizer } from "@piecewise/optimizers";
import { DataError } from "@piecewise/tensor";
import { checkOptions, type FitOptions, type History } from "./fit-options.ts";
import { Run } from "./run.ts";

/**
 * Trains a model. Memory is freed after every step, and the event loop gets its turn, so that timers, abort signals and
 * the page stay alive. What fails on the way is a {@link TrainingError} that says where.
 *
 * @example
 * const model = sequential(linear(2, 8), relu, linear(8, 2));
 * const data = xor({ count: 200, seed: 0 });
 * const optimizer = adam(model.parameters, { learningRate: 0.05 });
 * const history = await fit(model, { data, loss: crossEntropy, optimizer, epochs: 20, metrics: [accuracy] });
 * history.epochs.at(-1)!.training.accuracy! > 0.9; // true
 */
export async function fit(model: Layer, options: FitOptions): Promise<History> {
  checkOptions(options);
  checkOptimizer(model, options.optimizer);
  return new Run(model, options).train();
}

/** Parts of a model may be frozen or left to another optimizer; one that has nothing of it is that of another model. */
function checkOptimizer({ parameters }: Layer, optimizer: Optimizer): void {
  const own = new Set(parameters);
  if (own.size === 0 || optimizer.parameters.some((p) => own.has(p))) return;
  throw new DataError(
    "fit",
    "the optimizer has none of the model's parameters; make it with model.parameters",
  );
}
