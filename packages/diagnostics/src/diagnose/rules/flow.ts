import { layerText, type Evidence, type LayerEvidence } from "../evidence.ts";
import { short, type Verdict } from "../verdict.ts";

// Through PyTorch's first weights a ReLU network's signals and gradients shrink by 0.41 a layer, and eight layers still learn:
// to a six-hundredth. From a thousandth on, the far end gets next to nothing (He, Zhang, Ren and Sun, 2015; Hochreiter, 1991).
const range = 1000;
/** Answers of this size are far beyond any target's scale, and logits of this size make every softmax a choice. */
const largeAnswer = 30;

/** How signals and gradients change on their way through the network. */
export interface Flow {
  /** The first layer's gradient relative to the last one's, at the layers' outputs. */
  readonly gradientRatio: number;
  /** The mean factor from a layer to the one before it. */
  readonly gradientFactor: number;
  /** The last hidden layer's signal relative to the first one's, and the mean factor from a layer to the next. */
  readonly signalRatio: number;
  readonly signalFactor: number;
}

/** The flow at some time: at the start, or now. */
export function flowOf(layers: readonly LayerEvidence[], at: "start" | "now"): Flow {
  const weighted = layers.filter(({ block }) => block.weight !== undefined);
  const gradients = weighted.map((layer) => layer[at].gradientSize).filter((size) => size > 0);
  const signals = weighted.slice(0, -1).map((layer) => layer[at].signalDeviation);
  const gradientSlope = slope(gradients);
  const signalSlope = slope(signals);
  return {
    gradientRatio: ratio(gradients[0], gradients.at(-1)),
    gradientFactor: Math.exp(-gradientSlope),
    signalRatio: ratio(signals.at(-1), signals[0]),
    signalFactor: Math.exp(signalSlope),
  };
}

/** Signals or gradients that vanish or explode on their way. */
export function flowRule({ layers }: Evidence): Verdict[] {
  const [start, now] = [flowOf(layers, "start"), flowOf(layers, "now")];
  const last = layers.at(-1);
  if (start.signalRatio > range || (last !== undefined && last.start.signalSize > largeAnswer))
    return [
      exploding(
        layers,
        `the signal grows by ${short(start.signalFactor)} a layer, to ${short(last!.start.signalSize)}`,
      ),
    ];
  if (start.gradientRatio > range)
    return [
      exploding(layers, `the gradient grows by ${short(start.gradientFactor)} a layer, back to the first`),
    ];
  if (start.signalRatio < 1 / range)
    return [vanishing(layers, `the signal shrinks by ${short(start.signalFactor)} a layer`)];
  if (start.gradientRatio < 1 / range && now.gradientRatio < 1 / range)
    return [
      vanishing(
        layers,
        `the gradient shrinks by ${short(now.gradientFactor)} a layer, and the first gets ${short(now.gradientRatio)} of the last one's`,
      ),
    ];
  return [];
}

function vanishing(layers: readonly LayerEvidence[], how: string): Verdict {
  const bounded = layers.find(({ block }) => block.activation?.family === "bounded")?.block.activation;
  return {
    code: "vanishing",
    cause: bounded === undefined ? "initialization" : "activation",
    severity: "warning",
    since: 0,
    layer: layers[0].block.path,
    finding: `${layerText(layers[0].block)} and those behind it: ${how}`,
    remedy:
      bounded === undefined
        ? "kaimingNormal fits relu; calibrate(model, batch) finds the scale; normalisations and residual connections help deep networks"
        : `use relu or gelu in place of ${bounded.name}, normalisations or residual connections; ${bounded.initializer} fits ${bounded.name}`,
  };
}

function exploding(layers: readonly LayerEvidence[], how: string): Verdict {
  const kind = layers[0].block.activation;
  return {
    code: "exploding",
    cause: "initialization",
    severity: "warning",
    since: 0,
    layer: layers[0].block.path,
    finding: `${layerText(layers[0].block)} and those behind it: ${how}`,
    remedy: `start with smaller weights: ${kind?.initializer ?? "xavierNormal"}, or calibrate(model, batch); clip gradients (clipGradNorm) in recurrent networks`,
  };
}

/** Of the last to the first; 1 where there are too few to tell. */
function ratio(a: number | undefined, b: number | undefined): number {
  return a === undefined || b === undefined || b === 0 ? 1 : a / b;
}

/** The slope of the line through the logarithms, by least squares. */
function slope(values: readonly number[]): number {
  const points = values.flatMap((value, i) => (value > 0 ? [[i, Math.log(value)] as const] : []));
  const [x, y] = [0, 1].map((axis) => points.reduce((a, p) => a + p[axis], 0) / points.length);
  const [top, bottom] = points.reduce(
    ([t, b], [px, py]) => [t + (px - x) * (py - y), b + (px - x) ** 2],
    [0, 0],
  );
  return bottom === 0 ? 0 : top / bottom;
}
