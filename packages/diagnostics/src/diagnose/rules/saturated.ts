import { isFinite, layerText, learningRateText, type Evidence, type LayerEvidence } from "../evidence.ts";
import { mostlyFlat } from "../measures.ts";
import { percent, short, type Cause, type Verdict } from "../verdict.ts";

/**
 * Hidden layers whose activation is flat on both sides, with most numbers on the flat parts: they stop learning. In networks that
 * learn, less than a third of a layer is there. Glorot and Bengio, "Understanding the difficulty of training deep feedforward
 * neural networks", 2010.
 */
export function saturatedRule(evidence: Evidence): Verdict[] {
  const { layers } = evidence;
  if (!isFinite(evidence)) return [];
  const hidden = layers.filter(
    ({ block }, i) => i < layers.length - 1 && block.activation?.family === "bounded",
  );
  return hidden
    .filter(({ now, flatSince }) => flatSince !== undefined && now.flat >= mostlyFlat)
    .map((layer) => verdictOn(layer, evidence));
}

function verdictOn(layer: LayerEvidence, { optimizer }: Evidence): Verdict {
  const { block, now, flatSince = 0 } = layer;
  const { name, initializer } = block.activation!;
  const cause = causeOf(layer);
  const when =
    flatSince === 0 ? "since the start" : `since step ${flatSince}; ${learningRateText(optimizer)}`;
  return {
    code: "saturated",
    cause,
    severity: "warning",
    since: flatSince,
    layer: block.path,
    finding: `${layerText(block)}: ${percent(now.flat)} of numbers where ${name} is flat; the layer gives it numbers of size ${short(now.signalSize)}, ${when}`,
    remedy: `${remedies[cause]}; ${initializer} fits ${name}`,
  };
}

type Pusher = Extract<Cause, "bias" | "initialization" | "learning rate">;

const remedies: Readonly<Record<Pusher, string>> = {
  bias: "start the bias at 0",
  initialization: "start with smaller weights, or calibrate(model, batch)",
  "learning rate": "lower the learning rate, or put a normalisation before it",
};

function causeOf({ flatSince, now }: LayerEvidence): Pusher {
  if (flatSince !== 0) return "learning rate";
  return now.signalDeviation < 0.3 * now.signalSize ? "bias" : "initialization";
}
