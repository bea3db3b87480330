import { elementwise, square, sum, type Tensor } from "@piecewise/tensor";
import { isNorm, type Block, type Seen } from "./blocks.ts";
import type { Readings } from "./readings.ts";

const largest = 3e38;

/** 1 where an activation moves, 0 where it is flat: as float32, which sums take without a cast. */
const moves = elementwise(
  "moves",
  (x, { below, above }) => x.greater(below).and(x.less(above)).plus(x.times(0)),
  // A backend gets finite numbers as scalars, so that its loop need not care for infinities.
  { below: -largest, above: largest },
);

/** Measures what a block was given and what it gave. */
export function measureBlock(block: Block, readings: Readings, squares: Squares): void {
  const { path, layer, activation, signal, unitAxis } = block;
  const overOthers = { axis: [...signal.shape.keys()].filter((axis) => axis !== unitAxis) };
  readings.add(`${path} signal`, sum(signal, overOthers));
  readings.add(`${path} signal²`, squares.of(signal));
  if (layer !== undefined) {
    readings.add(`${path} input²`, squares.of(layer.input));
    readings.add(`${path} weight`, sum(layer.weight));
    readings.add(`${path} weight²`, squares.of(layer.weight));
    if (layer.bias !== undefined) readings.add(`${path} bias`, layer.bias);
  }
  // Without a batch there is nothing to tell dead units from: one row leaves half of all units off.
  if (activation === undefined || activation.kind.family === "free" || unitAxis === 0) return;
  const { below, above, family } = activation.kind;
  const moving = moves(signal, { below: Math.max(below, -largest), above: Math.min(above, largest) });
  const byUnit = sum(moving, { axis: overOthers.axis.filter((axis) => axis > 0), keepDims: true });
  readings.add(`${path} moving`, sum(byUnit, { axis: [0] }));
  if (family === "off")
    readings.add(`${path} moving in row`, sum(byUnit, { axis: [...signal.shape.keys()].slice(1) }));
}

/** Sums of squares: many tensors are one block's output and the next one's input, so each is computed once. */
export class Squares {
  readonly #known = new Map<Tensor, Tensor>();

  of(x: Tensor): Tensor {
    const known = this.#known.get(x) ?? sum(square(x));
    this.#known.set(x, known);
    return known;
  }
}

/** What the model was given: the oldest tensor of all. */
export function inputOf(seen: readonly Seen[]): Tensor | undefined {
  const inputs = seen.map(({ input }) => input);
  return inputs.toSorted((a, b) => a.id - b.id)[0];
}

/** Measures the scale of the model's features. Indices have none, and normalisations take any. */
export function measureInput(seen: readonly Seen[], readings: Readings): void {
  const input = inputOf(seen);
  if (input === undefined || input.dtype === "int32" || input.dtype === "bool" || input.rank < 2) return;
  if (seen.some((stage) => stage.input === input && isNorm(stage))) return;
  const axis = [...input.shape.keys()].filter((at) => at !== featureAxis(input));
  readings.add("input", sum(input, { axis }));
  readings.add("input²", sum(square(input), { axis }));
}

/** The channels of images, the last axis of all else. */
export const featureAxis = ({ rank }: Tensor): number => (rank === 4 ? 1 : rank - 1);
