import type { Layer } from "@piecewise/layers";
import type { Optimizer } from "@piecewise/optimizers";
import { DataError, sharedRandom, type Parameter, type Tensor } from "@piecewise/tensor";
import { fit, type FitOptions } from "@piecewise/training";
import { diagnose } from "../diagnose/diagnose.ts";
import type { ActivationRun } from "./activation-run.ts";
import { comparisonText, summarize, type ActivationSummary } from "./summarize.ts";

/** One of `activations`, or a function of your own. */
export type ComparedActivation = (x: Tensor) => Tensor;

/** How to train the networks that are compared: as `fit` is told, but for what each of them has on its own. */
export interface CompareActivationsOptions extends Omit<
  FitOptions,
  "optimizer" | "seed" | "resume" | "control" | "generators"
> {
  /** Builds the network around an activation. What it draws from the shared generator is the same for all of them. */
  readonly model: (activation: ComparedActivation) => Layer;
  readonly activations: readonly ComparedActivation[];
  readonly optimizer: (parameters: readonly Parameter[]) => Optimizer;
  /** Each activation is trained once from each seed, which decides weights and the order of rows; `[0]` unless given. */
  readonly seeds?: readonly number[];
}

/** Plain data: `JSON.stringify` takes it. */
export interface ActivationComparison {
  readonly runs: readonly ActivationRun[];
  /** For each activation the medians over its seeds. */
  readonly summaries: readonly ActivationSummary[];
  /** The summaries as a table. */
  readonly text: string;
}

/**
 * Trains the same network from the same seeds with one activation after the other, and says what each came to: loss, metrics,
 * dead units, how gradients flow, and time. The shared generator goes on afterwards as if nothing had been drawn.
 *
 * @example
 * const { summaries, text } = await compareActivations({
 *   model: (activation) => sequential(linear(2, 16), activation, linear(16, 2)),
 *   activations: [relu, tanh],
 *   data: moons({ count: 200, seed: 0 }),
 *   loss: crossEntropy,
 *   metrics: [accuracy],
 *   optimizer: (parameters) => adam(parameters, { learningRate: 0.02 }),
 *   epochs: 10,
 * });
 * summaries.map(({ activation }) => activation); // ["relu","tanh"]
 * summaries.every(({ final }) => final.accuracy > 0.8); // true
 * text.split("\n").length; // 4
 */
export async function compareActivations(options: CompareActivationsOptions): Promise<ActivationComparison> {
  const { activations, seeds = [0] } = options;
  const names = namesOf(activations);
  if (seeds.length === 0) throw new DataError("compareActivations", "got no seeds; give at least one");
  const random = sharedRandom();
  const before = random.state;
  const runs: ActivationRun[] = [];
  try {
    // Seeds on the outside, so that whatever slows the machine down for a while falls on all activations.
    for (const seed of seeds)
      for (const [i, activation] of activations.entries()) {
        random.restore({ seed, block: 0 });
        runs.push({ activation: names[i], seed, ...(await trainWith(activation, seed, options)) });
      }
  } finally {
    random.restore(before);
  }
  const summaries = names.map((name) => summarize(runs.filter(({ activation }) => activation === name)));
  return { runs, summaries, text: comparisonText(summaries) };
}

function namesOf(activations: readonly ComparedActivation[]): string[] {
  const names = activations.map((f) => f.name);
  if (names.length === 0) throw new DataError("compareActivations", "got no activations; give at least one");
  const again = names.find((name, i) => name === "" || names.indexOf(name) !== i);
  if (again === undefined) return names;
  throw new DataError(
    "compareActivations",
    `activations need names that differ, got ${names.map((name) => JSON.stringify(name)).join(", ")}; name the functions`,
  );
}

async function trainWith(
  activation: ComparedActivation,
  seed: number,
  {
    model: build,
    activations: _,
    seeds: __,
    optimizer,
    callbacks = [],
    ...options
  }: CompareActivationsOptions,
): Promise<Omit<ActivationRun, "activation" | "seed">> {
  const model = build(activation);
  const health = diagnose(model);
  const { epochs } = await fit(model, {
    ...options,
    seed,
    optimizer: optimizer(model.parameters),
    callbacks: [...callbacks, health],
  });
  const last = epochs.at(-1);
  return {
    epochs,
    final: last?.validation ?? last?.training ?? {},
    report: await health.report(),
    seconds: epochs.reduce((sum, epoch) => sum + epoch.seconds, 0),
  };
}
