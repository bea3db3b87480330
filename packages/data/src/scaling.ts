import { DataError } from "./data-error.ts";
import { checkRows, type Rows } from "./rows.ts";

/** Anything with rows to put in: a data set or a batch. */
interface WithInputs {
  readonly inputs: Rows;
}

/** Shifts and stretches each feature of a row, or each channel of an image. */
export interface Scaler {
  /** The same rows with scaled inputs, as a `Float32Array` of its own. */
  readonly apply: <D extends WithInputs>(data: D) => D;
}

/** What {@link normalizer} found. Saved with `JSON.stringify`. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

/** What {@link minMaxScaler} found. Saved with `JSON.stringify`. */
export interface FeatureRange {
  readonly minimum: readonly number[];
  readonly maximum: readonly number[];
}

/**
 * (x − mean) / deviation, so that every feature has mean 0 and standard deviation 1: of each feature of inputs `[n, k]`,
 * and of each channel of images `[n, c, h, w]`. It is fitted on the rows given, so give it those to train with alone, and
 * apply it to all parts. The deviation is the population's; a feature that never changes is only shifted.
 *
 * Given what was saved as JSON, it is the same again.
 *
 * @example
 * const [training, test] = splitDataset(moons({ count: 200, seed: 1 }), { fraction: 0.8, seed: 1 });
 * const scale = normalizer(training);
 * normalizer(scale.apply(training)).deviation; // [1,1]
 * normalizer(JSON.parse(JSON.stringify(scale))).apply(test).inputs.shape; // [40,2]
 */
export function normalizer(training: WithInputs | Normalization): Normalization & Scaler {
  const found = "inputs" in training ? momentsOf(training.inputs) : training;
  const { mean, deviation } = found;
  checkSaved("normalizer", { mean, deviation });
  return { mean, deviation, apply: scaler("normalizer", mean, deviation.map(orOne)) };
}

/**
 * (x − minimum) / (maximum − minimum), so that every feature lies between 0 and 1 in the rows that it is fitted on; features
 * and channels as in {@link normalizer}, and saved likewise.
 *
 * @example
 * const inputs = { data: Float32Array.of(1, 10, 3, 30, 2, 10), shape: [3, 2] };
 * const scale = minMaxScaler({ inputs });
 * scale.maximum; // [3,30]
 * scale.apply({ inputs }).inputs.data; // [0,0,1,1,0.5,0]
 */
export function minMaxScaler(training: WithInputs | FeatureRange): FeatureRange & Scaler {
  const { minimum, maximum } = "inputs" in training ? rangeOf(training.inputs) : training;
  checkSaved("minMaxScaler", { minimum, maximum });
  const widths = maximum.map((most, at) => orOne(most - minimum[at]));
  return { minimum, maximum, apply: scaler("minMaxScaler", minimum, widths) };
}

const orOne = (width: number): number => (width === 0 ? 1 : width);

/** How many features or channels a row has, and how many numbers of each follow one another. */
function groupsOf({ shape }: Rows): { groups: number; span: number } {
  return { groups: shape[1] ?? 1, span: shape.slice(2).reduce((product, size) => product * size, 1) };
}

/** Calls `visit` for each number, with its feature or channel. */
function forEachNumber(rows: Rows, visit: (value: number, group: number, at: number) => void): void {
  const { groups, span } = groupsOf(rows);
  for (let at = 0, group = 0; at < rows.data.length; group = (group + 1) % groups)
    for (const end = at + span; at < end; at++) visit(rows.data[at], group, at);
}

function momentsOf(inputs: Rows): Normalization {
  checkFitted("normalizer", inputs);
  const count = inputs.data.length / groupsOf(inputs).groups;
  const zeros = () => new Array<number>(groupsOf(inputs).groups).fill(0);
  const [sums, squares] = [zeros(), zeros()];
  forEachNumber(inputs, (value, group) => void (sums[group] += value));
  const mean = sums.map((sum) => sum / count);
  forEachNumber(inputs, (value, group) => void (squares[group] += (value - mean[group]) ** 2));
  return { mean, deviation: squares.map((sum) => Math.sqrt(sum / count)) };
}

function rangeOf(inputs: Rows): FeatureRange {
  checkFitted("minMaxScaler", inputs);
  const filled = (value: number) => new Array<number>(groupsOf(inputs).groups).fill(value);
  const [minimum, maximum] = [filled(Infinity), filled(-Infinity)];
  forEachNumber(inputs, (value, group) => {
    minimum[group] = Math.min(minimum[group], value);
    maximum[group] = Math.max(maximum[group], value);
  });
  return { minimum, maximum };
}

function scaler(operation: string, shift: readonly number[], widths: readonly number[]): Scaler["apply"] {
  return (data) => {
    const { inputs } = data;
    checkNumbers(operation, inputs);
    const { groups } = groupsOf(inputs);
    if (groups !== shift.length)
      throw new DataError(
        operation,
        `inputs of shape [${inputs.shape.join(", ")}] have ${groups} features or channels, fitted were ${shift.length}; ` +
          "give inputs like those it was fitted on",
      );
    const scaled = new Float32Array(inputs.data.length);
    forEachNumber(inputs, (value, group, at) => void (scaled[at] = (value - shift[group]) / widths[group]));
    return { ...data, inputs: { data: scaled, shape: inputs.shape } };
  };
}

function checkNumbers(operation: string, inputs: Rows): void {
  checkRows(operation, "inputs", inputs);
  if (!(inputs.data instanceof Int32Array)) return;
  throw new DataError(operation, "inputs in an Int32Array are indices; put numbers in a Float32Array");
}

function checkFitted(operation: string, inputs: Rows): void {
  checkNumbers(operation, inputs);
  const at = inputs.data.findIndex((value: number) => !Number.isFinite(value));
  if (at !== -1)
    throw new DataError(
      operation,
      `inputs[${at}] is ${inputs.data[at]}; give finite numbers, or leave that row out`,
    );
  if (inputs.data.length === 0) throw new DataError(operation, "no numbers to fit on; give at least one row");
}

function checkSaved(operation: string, saved: Readonly<Record<string, readonly number[]>>): void {
  const [first, second] = Object.values(saved);
  const fits = [first, second].every((list) => Array.isArray(list) && list.every(Number.isFinite));
  if (fits && first.length === second.length) return;
  throw new DataError(
    operation,
    `${Object.keys(saved).join(" and ")} are no lists of as many numbers; give what was saved`,
  );
}
