import { DataError } from "./data-error.ts";
import { checkRows, type Rows } from "./rows.ts";

/** Rows of numbers to learn from: what goes in, and what should come out. */
export interface Dataset {
  /** Such as the pixels of images: `Float32Array`, shape `[60000, 1, 28, 28]`. */
  readonly inputs: Rows;
  /** Indices of classes (`Int32Array`, shape `[n]`) or numbers to predict (`Float32Array`, shape `[n, k]`). */
  readonly targets: Rows;
  /** The names of the classes, when the targets are indices into them. */
  readonly classes?: readonly string[];
}

/**
 * A data set from typed arrays, once it is checked: as many targets as inputs, sizes that fit the shapes, targets that
 * are numbers, labels within the classes. It keeps the arrays and copies nothing.
 *
 * @example
 * const inputs = { data: new Float32Array([0, 0, 0, 1, 1, 0, 1, 1]), shape: [4, 2] };
 * const targets = { data: new Int32Array([0, 1, 1, 0]), shape: [4] };
 * dataset({ inputs, targets, classes: ["same", "different"] });
 */
export function dataset(rows: Dataset): Dataset {
  const { inputs, targets, classes } = rows;
  checkRows("dataset", "inputs", inputs);
  checkRows("dataset", "targets", targets);
  checkRowCounts(inputs.shape[0], targets.shape[0]);
  if (classes === undefined) checkNumbers(targets);
  else checkLabels(targets, classes);
  return classes === undefined ? { inputs, targets } : { inputs, targets, classes };
}

/** How many rows a data set has. */
export function rowCount({ inputs }: Dataset): number {
  return inputs.shape[0];
}

function checkRowCounts(inputs: number, targets: number): void {
  if (inputs !== targets) {
    throw new DataError(
      "dataset",
      `${inputs} rows of inputs but ${targets} of targets; give one target for each row`,
    );
  }
  if (inputs === 0) throw new DataError("dataset", "no rows; give at least one");
}

function checkNumbers({ data }: Rows): void {
  if (!(data instanceof Float32Array)) return;
  const at = data.findIndex((target) => !Number.isFinite(target));
  if (at === -1) return;
  throw new DataError("dataset", `targets[${at}] is ${data[at]}; give finite numbers, or leave that row out`);
}

function checkLabels({ data, shape }: Rows, classes: readonly string[]): void {
  if (shape.length !== 1) {
    throw new DataError(
      "dataset",
      `labels of shape [${shape.join(", ")}]; give one label a row, or leave \`classes\` out`,
    );
  }
  const last = classes.length - 1;
  for (let row = 0; row < data.length; row++) {
    const label = data[row];
    if (Number.isInteger(label) && label >= 0 && label <= last) continue;
    throw new DataError("dataset", `targets[${row}] is ${label}; give the index of a class, 0 to ${last}`);
  }
}
