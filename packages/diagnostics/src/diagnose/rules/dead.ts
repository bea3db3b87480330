import { isFinite, layerText, learningRateText, type Evidence, type LayerEvidence } from "../evidence.ts";
import { percent, short, type Cause, type Verdict } from "../verdict.ts";

// Networks that learn well have units that are off for all of a few batches, too: up to about a third of a layer where inputs
// are sparse. Lu, Shin, Su and Karniadakis, "Dying ReLU and initialization", 2019, on layers that die as a whole.
const [alarming, fatal] = [0.4, 0.95];

/** Units that are off, or on the flat tail of their activation, for every row of many batches. */
export function deadRule(evidence: Evidence): Verdict[] {
  if (!isFinite(evidence)) return [];
  return evidence.layers.filter(isAlarming).map((layer) => verdictOn(layer, evidence));
}

/** A layer that gets nothing but zeros is not to blame: the one before it is dead. */
function isAlarming({ block, dead, now }: LayerEvidence): boolean {
  const getsNothing = block.weight !== undefined && now.inputSize === 0;
  return block.activation?.family !== "bounded" && !getsNothing && dead.length >= alarming * block.units;
}

function verdictOn(layer: LayerEvidence, evidence: Evidence): Verdict {
  const { block, dead, deadSince, deadBias, deadSignal } = layer;
  const share = dead.length / block.units;
  const cause = causeOf(layer);
  const kind = block.activation!;
  const facts = [
    `${percent(share)} of units dead since ${deadSince === 0 ? "the start" : `step ${deadSince}`}`,
    block.bias === undefined ? `their mean input is ${short(deadSignal)}` : `bias mean ${short(deadBias)}`,
    ...(cause === "learning rate" ? [learningRateText(evidence.optimizer)] : []),
  ];
  return {
    code: "dead-units",
    cause,
    severity: share >= fatal ? "error" : "warning",
    since: deadSince,
    layer: block.path,
    finding: `${layerText(block)}: ${facts.join("; ")}`,
    remedy: `${remedies[cause]}, or use leakyRelu; ${kind.initializer} fits ${kind.name}. resurrect(model, optimizer, report) revives them`,
  };
}

type Killer = Extract<Cause, "bias" | "initialization" | "learning rate">;

const remedies: Readonly<Record<Killer, string>> = {
  bias: "start the bias at 0",
  initialization: "draw the weights around 0",
  "learning rate": "lower the learning rate",
};

function causeOf({ block, deadSince, deadBias, deadSignal }: LayerEvidence): Killer {
  if (deadSince > 0) return "learning rate";
  return block.norms.length > 0 || isBeyond(deadBias, deadSignal, block) ? "bias" : "initialization";
}

/** Whether a bias makes up most of the signal, and is below any that PyTorch draws: those lie between ± 1 / √(fan in). */
function isBeyond(bias: number, signal: number, { weight }: LayerEvidence["block"]): boolean {
  const fanIn = weight === undefined ? 1 : weight.size / weight.shape[0];
  return bias < -1 / Math.sqrt(fanIn) && bias < 0.5 * signal;
}
