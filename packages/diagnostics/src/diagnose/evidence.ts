import type { Parameter } from "@piecewise/tensor";
import type { History } from "./history.ts";
import type { InputMeasures, LayerMeasures } from "./measures.ts";
import type { BlockFacts, OptimizerFacts, OutputFacts, Sample } from "./sample.ts";
import { short } from "./verdict.ts";

/** A layer as the rules see it. */
export interface LayerEvidence {
  readonly block: BlockFacts;
  /** In the first sample, and on average over the last ones. */
  readonly start: LayerMeasures;
  readonly now: LayerMeasures;
  /** The units that have not moved in the whole window, and since which step: 0 for since the start. */
  readonly dead: readonly number[];
  readonly deadSince: number;
  /** Of the dead units: the mean of their bias and of their signal. */
  readonly deadBias: number;
  readonly deadSignal: number;
  readonly switching: number;
  /** Since which step most numbers lie where the activation is flat, if they do now: 0 for since the start. */
  readonly flatSince: number | undefined;
}

/** What all verdicts follow from. */
export interface Evidence {
  readonly step: number;
  readonly samples: number;
  readonly layers: readonly LayerEvidence[];
  readonly input: InputMeasures | undefined;
  readonly output: OutputFacts;
  readonly optimizer: OptimizerFacts;
  readonly smallestTarget: number | undefined;
  readonly largestTarget: number | undefined;
  readonly firstLoss: number;
  /** The first step that was looked into whose loss was no number. */
  readonly notFiniteSince: number | undefined;
  /** The mean over the last samples. */
  readonly loss: number;
  /** The same if each row gets another row's answer. */
  readonly lossOfOthers: number;
  readonly noiseScale: number | undefined;
  readonly rows: number;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly held: ReadonlySet<Parameter>;
  readonly changed: ReadonlySet<Parameter>;
}

/** Sums up a history; nothing if there is none yet. */
export function evidenceFrom(
  history: History,
  window: number,
  parameters: ReadonlyMap<string, Parameter>,
): Evidence | undefined {
  const { first, recent, last, losses } = history;
  if (first === undefined || last === undefined) return undefined;
  const target = (which: string) => last.numbers.get(`${which} target`)?.[0];
  return {
    step: last.step,
    samples: losses.length,
    layers: last.blocks.flatMap((block) => layerEvidence(block, history, window, last)),
    input: first.input,
    output: last.output,
    optimizer: last.optimizer,
    smallestTarget: target("smallest"),
    largestTarget: target("largest"),
    firstLoss: first.loss,
    notFiniteSince: losses.find(({ loss }) => !Number.isFinite(loss))?.step,
    loss: mean(recent.map(({ loss }) => loss)),
    lossOfOthers: mean(recent.map(({ lossOfOthers }) => lossOfOthers)),
    noiseScale: noiseScale(history),
    rows: last.rows,
    parameters,
    held: last.held,
    changed: new Set(last.changed),
  };
}

function layerEvidence(
  block: BlockFacts,
  { first, recent, units, flatSince: flatSteps }: History,
  window: number,
  last: Sample,
): LayerEvidence[] {
  const start = first?.layers.get(block.path);
  const measures = recent.flatMap(({ layers }) => layers.get(block.path) ?? []);
  if (start === undefined || measures.length === 0) return [];
  const history = units.get(block.path);
  const dead = history?.dead(window) ?? [];
  const meanOf = (name: string) => {
    const values = last.numbers.get(`${block.path} ${name}`);
    return values === undefined ? 0 : mean(dead.map((unit) => values[unit]));
  };
  const deadSince = history?.since(dead) ?? 0;
  const [deadBias, deadSignal] = [meanOf("bias"), meanOf("signal") / block.perUnit];
  const switching = history?.switching ?? 0;
  const now = average(measures);
  const flatFrom = flatSteps.get(block.path);
  const flatSince = flatFrom === first?.step ? 0 : flatFrom;
  return [{ block, start, now, dead, deadSince, deadBias, deadSignal, switching, flatSince }];
}

/** Each measure's mean. */
function average(all: readonly LayerMeasures[]): LayerMeasures {
  const names = Object.keys(all[0]) as (keyof LayerMeasures)[];
  const means = names.map((name) => [name, mean(all.map((one) => one[name]))] as const);
  return Object.fromEntries(means) as unknown as LayerMeasures;
}

/**
 * tr Σ / |G|²: with batches much smaller than this, gradients are mostly noise; much larger ones gain little. Estimated from
 * the last layer. McCandlish, Kaplan, Amodei and others, "An empirical model of large-batch training", 2018.
 */
function noiseScale({ noise, last }: History): number | undefined {
  if (last === undefined || noise.length === 0) return undefined;
  const { rows } = last;
  const [row, batch] = [mean(noise.map((one) => one.row)), mean(noise.map((one) => one.batch))];
  const spread = (rows / (rows - 1)) * (row - batch);
  return Math.max(0, spread) / Math.max(0, batch - spread / rows);
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** The optimizer in words, as far as verdicts need it: `learning rate 0.1 with momentum 0.9`. */
export function learningRateText({ name, options }: OptimizerFacts): string {
  const { learningRate, momentum } = options;
  const with_ = typeof momentum === "number" && momentum > 0 ? ` with momentum ${momentum}` : "";
  return typeof learningRate === "number" ? `learning rate ${short(learningRate)}${with_} (${name})` : name;
}

/** A layer in words: `layer 3 (linear 128→64, relu)`. */
export const layerText = ({ path, description }: BlockFacts): string => `layer ${path} (${description})`;

/** Whether all that was measured of late is a number. */
export function isFinite({ layers, loss }: Evidence): boolean {
  return Number.isFinite(loss) && layers.every(({ now }) => Number.isFinite(now.signalSize));
}
