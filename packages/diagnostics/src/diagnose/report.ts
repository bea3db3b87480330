import { textTable } from "../text-table.ts";
import type { Evidence, LayerEvidence } from "./evidence.ts";
import { judge } from "./judge.ts";
import { flowOf, type Flow } from "./rules/flow.ts";
import { percent, short, type Verdict } from "./verdict.ts";

/** How a network is doing. Plain data: `JSON.stringify` takes it. */
export interface HealthReport {
  /** The step that was looked into last, and how many were. */
  readonly step: number;
  readonly samples: number;
  /** Whether there is no verdict but notes. */
  readonly healthy: boolean;
  /** The likeliest cause first. */
  readonly verdicts: readonly Verdict[];
  readonly layers: readonly LayerReport[];
  readonly flow: Flow;
  /** The loss in the first and in the last samples, and if each row gets another row's answer. */
  readonly loss: { readonly first: number; readonly now: number; readonly ofOthers: number };
  /**
   * Batches much smaller than this are mostly noise. Estimated from the last layer, for a loss that is a mean over rows, one batch a
   * step and gradients that are not clipped. Absent where the last layer is not linear.
   */
  readonly noiseScale?: number;
  /** All of this in words. */
  readonly text: string;
}

/** How a layer and the activation behind it are doing, on average over the last samples. */
export interface LayerReport {
  readonly path: string;
  /** `linear 128→64, relu` */
  readonly description: string;
  readonly units: number;
  /** Units, or channels of a convolution, that have not moved in the whole window, and since which step: 0 for since the start. */
  readonly dead: readonly number[];
  readonly deadSince: number;
  /** The share of numbers where the activation is flat: zeros of a ReLU, saturated or tail numbers of others. */
  readonly flat: number;
  /** The share of units that began or ceased to move from one sample to the next. */
  readonly switching: number;
  /** The share of rows for which no unit of a ReLU layer is on. */
  readonly emptyRows: number;
  /** Of what the activation gets: its mean, and its deviation at the start and now. */
  readonly signal: { readonly mean: number; readonly deviation: number; readonly atStart: number };
  /** Of its weight; 0 where it has none of its own, as a gate. */
  readonly gradientNorm: number;
  /** The paths of the normalisations before its activation, and of the layers that are given what comes out. */
  readonly norms: readonly string[];
  readonly feeds: readonly string[];
  /** How long a step's change of the weight is, relative to the weight; 0 where it has none. */
  readonly updateRatio: number;
}

/** What the evidence comes to. */
export function reportOn(evidence: Evidence): HealthReport {
  const verdicts = judge(evidence);
  const { step, samples, firstLoss, loss, lossOfOthers, noiseScale } = evidence;
  const report = {
    step,
    samples,
    healthy: verdicts.every(({ severity }) => severity === "note"),
    verdicts,
    layers: evidence.layers.map(layerReport),
    flow: flowOf(evidence.layers, "now"),
    loss: { first: firstLoss, now: loss, ofOthers: lossOfOthers },
    ...(noiseScale === undefined ? {} : { noiseScale }),
  };
  return { ...report, text: textOf(report, evidence.layers) };
}

/** A verdict in a sentence or two. */
export function sentence({ finding, remedy }: Verdict): string {
  return `${finding}. ${remedy[0].toUpperCase()}${remedy.slice(1)}.`;
}

function layerReport({ block, start, now, dead, deadSince, switching }: LayerEvidence): LayerReport {
  const { path, description, units, norms, feeds } = block;
  const { flat, emptyRows, gradientNorm, updateRatio } = now;
  const signal = { mean: now.signalMean, deviation: now.signalDeviation, atStart: start.signalDeviation };
  return {
    ...{ path, description, units, norms, feeds },
    ...{ dead, deadSince, flat, switching, emptyRows, signal, gradientNorm, updateRatio },
  };
}

function textOf(
  { step, verdicts, healthy, loss }: Omit<HealthReport, "text">,
  layers: readonly LayerEvidence[],
): string {
  const head = `step ${step}: ${healthy ? "healthy" : "ill"}; loss ${short(loss.first)} at first, ${short(loss.now)} now`;
  const sentences = verdicts.map((verdict) => `- ${sentence(verdict)}`);
  return [head, ...sentences, textTable(titles, layers.map(rowOf))].join("\n");
}

/** A gate of a recurrent layer has no weight of its own, and so neither gradient nor change. */
function rowOf({ block, now, dead }: LayerEvidence): string[] {
  const ofWeight =
    block.weight === undefined ? ["–", "–"] : [short(now.gradientNorm), short(now.updateRatio)];
  const shares = [percent(dead.length / block.units), percent(now.flat)];
  return [block.path, block.description, ...shares, short(now.signalDeviation), ...ofWeight];
}

const titles = ["layer", "what", "dead", "flat", "signal", "gradient", "update/weight"];
