import { isFinite, layerText, learningRateText, type Evidence, type LayerEvidence } from "../evidence.ts";
import { percent, short, type Cause, type Verdict } from "../verdict.ts";

// Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010: layers whose units
// are mostly saturated stop learning. In networks that learn, less than a third of a hidden layer is.
const alarming = 0.5;

/** Hidden layers whose activation is flat on both sides, with most numbers on the flat parts. */
export function saturatedRule(evidence: Evidence): Verdict[] {
  const { layers } = evidence;
  if (!isFinite(evidence)) return [];
  const hidden = layers.filter(
    ({ block }, i) => i < layers.length - 1 && block.activation?.family === "bounded",
  );
  return hidden.filter(({ now }) => now.flat >= alarming).map((layer) => verdictOn(layer, evidence));
}

function verdictOn(layer: LayerEvidence, { optimizer, firstStep }: Evidence): Verdict {
  const { block, start, now } = layer;
  const { name, initializer } = block.activation!;
  const cause = causeOf(layer);
  const isNew = start.flat < alarming;
  return {
    code: "saturated",
    cause,
    severity: "warning",
    since: isNew ? firstStep + 1 : 0,
    layer: block.path,
    finding: `${layerText(block)}: ${percent(now.flat)} of numbers where ${name} is flat; the layer gives it numbers of size ${short(now.signalSize)}, ${isNew ? learningRateText(optimizer) : "since the start"}`,
    remedy: `${remedies[cause]}; ${initializer} fits ${name}`,
  };
}

type Pusher = Extract<Cause, "bias" | "initialization" | "learning rate">;

const remedies: Readonly<Record<Pusher, string>> = {
  bias: "start the bias at 0",
  initialization: "start with smaller weights, or calibrate(model, batch)",
  "learning rate": "lower the learning rate, or put a normalisation before it",
};

function causeOf({ start, now }: LayerEvidence): Pusher {
  if (start.flat < alarming) return "learning rate";
  return now.signalDeviation < 0.3 * now.signalSize ? "bias" : "initialization";
}
