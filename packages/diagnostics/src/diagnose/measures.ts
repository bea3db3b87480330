import type { BlockFacts, Sample } from "./sample.ts";

/** The share of a layer's numbers on the flat parts of its activation, from which on it is called saturated. */
export const mostlyFlat = 0.5;

/** What one step says of a layer. "Size" is the root of the mean square. */
export interface LayerMeasures {
  /** Of the activation's input, or of the layer's output where no activation follows. */
  readonly signalMean: number;
  readonly signalSize: number;
  /** Of each unit over the rows: how much the input matters to the signal. */
  readonly signalDeviation: number;
  /** The share of numbers where the activation is flat. */
  readonly flat: number;
  /** The share of rows for which no unit of the layer is on. */
  readonly emptyRows: number;
  readonly inputSize: number;
  readonly weightSize: number;
  /** How much the weights differ from each other. */
  readonly weightDeviation: number;
  /** √Σ of the squared gradients of the weight. */
  readonly gradientNorm: number;
  /** The size of the gradient at the layer's output, up to a factor that all layers share. */
  readonly gradientSize: number;
  /** How long the change of the weight was, relative to the weight. */
  readonly updateRatio: number;
}

const of = ({ numbers }: Sample, name: string) => numbers.get(name);
const total = (values: Float64Array) => values.reduce((a, b) => a + b, 0);

/** What a sample says of one of its layers; 0 where there is nothing to say. */
export function layerMeasures(sample: Sample, block: BlockFacts): LayerMeasures {
  const number = (name: string) => of(sample, `${block.path} ${name}`)?.[0] ?? 0;
  const { units, perUnit, inputSize, weight } = block;
  const count = units * perUnit;
  const sums = of(sample, `${block.path} signal`)!;
  const squares = number("signal²");
  const between = sums.reduce((a, sum) => a + (sum * sum) / perUnit, 0);
  const moving = of(sample, `${block.path} moving`);
  const inRow = of(sample, `${block.path} moving in row`);
  const weights = weight?.size ?? 1;
  const weightSize = Math.sqrt(number("weight²") / weights);
  const inputRoot = Math.sqrt(number("input²") / Math.max(1, inputSize));
  const [gradientNorm, change] = ["gradients", "changes"].map((what) => normOf(sample, what, weight));
  return {
    signalMean: total(sums) / count,
    signalSize: Math.sqrt(squares / count),
    signalDeviation: Math.sqrt(Math.max(0, squares - between) / count),
    flat: moving === undefined ? 0 : 1 - total(moving) / count,
    emptyRows: inRow === undefined ? 0 : inRow.filter((on) => on === 0).length / inRow.length,
    inputSize: inputRoot,
    weightSize,
    weightDeviation: Math.sqrt(Math.max(0, number("weight²") / weights - (number("weight") / weights) ** 2)),
    gradientNorm,
    gradientSize: gradientSize(gradientNorm, inputRoot, block, sample.rows),
    updateRatio: weightSize === 0 ? 0 : change / (weightSize * Math.sqrt(weights)),
  };
}

/**
 * The gradient of a weight is Σ δ a over rows and places. With δ and a independent, its norm is √(rows · places) · |δ| · |a| ·
 * √(numbers in the weight): from the norm follows |δ|, but for the factor of the rows.
 */
function gradientSize(norm: number, input: number, { weight, perUnit }: BlockFacts, rows: number): number {
  if (weight === undefined || input === 0) return 0;
  return norm / (input * Math.sqrt(weight.size * Math.max(1, perUnit / rows)));
}

/** A parameter's number among those that the optimizer gave for all. */
export function normOf(sample: Sample, what: string, parameter: BlockFacts["weight"]): number {
  const place = parameter === undefined ? -1 : sample.changed.indexOf(parameter);
  if (place < 0) return 0;
  let from = 0;
  for (let i = 0; ; i++) {
    const group = of(sample, `${what} ${i}`);
    if (group === undefined) return 0;
    if (place < from + group.length) return group[place - from];
    from += group.length;
  }
}

/** The scale of the model's input. */
export interface InputMeasures {
  readonly mean: number;
  readonly size: number;
  /** The size of the largest feature, and of the middle one of those that are not 0. */
  readonly largest: number;
  readonly middle: number;
}

/** What a sample says of the input; nothing for indices. */
export function inputMeasures(sample: Sample): InputMeasures | undefined {
  const [sums, squares] = [of(sample, "input"), of(sample, "input²")];
  if (sums === undefined || squares === undefined) return undefined;
  const { inputPerFeature: count } = sample;
  const sizes = squares.map((sum) => Math.sqrt(sum / count)).toSorted();
  const nonzero = sizes.filter((size) => size > 0);
  return {
    mean: total(sums) / (count * sums.length),
    size: Math.sqrt(total(squares) / (count * sums.length)),
    largest: sizes.at(-1) ?? 0,
    middle: nonzero[Math.floor(nonzero.length / 2)] ?? 0,
  };
}

/** For the gradient noise scale: the squared gradient of a row and of the batch, for the last layer. */
export interface NoiseMeasures {
  readonly row: number;
  readonly batch: number;
}

/** What a sample says of the noise; nothing where the last layer is not linear. */
export function noiseMeasures(sample: Sample): NoiseMeasures | undefined {
  const squares = of(sample, "row gradients²")?.[0];
  const last = sample.blocks.at(-1);
  if (squares === undefined || last === undefined || sample.rows < 2) return undefined;
  const norms = [last.weight, last.bias].map((p) => normOf(sample, "gradients", p));
  // A row's own gradient is `rows` times its part of the mean's.
  return { row: squares * sample.rows, batch: norms[0] ** 2 + norms[1] ** 2 };
}
