import { DataError } from "./data-error.ts";
import type { Dataset } from "./dataset.ts";
import { random } from "./random.ts";
import { permutation } from "./shuffle.ts";
import { take } from "./take.ts";

/** The rows of each class, in the order given. */
export function rowsByClass(
  operation: string,
  { targets, classes }: Dataset,
  order?: Int32Array,
): number[][] {
  const { data: labels, shape } = targets;
  if (shape.length !== 1 || labels instanceof Float32Array || labels.some((label) => label < 0))
    throw new DataError(
      operation,
      `targets of shape [${shape.join(", ")}] are no labels; give an index of a class for each row, as an Int32Array`,
    );
  const count = Array.from(labels).reduce((most, label) => Math.max(most, label + 1), classes?.length ?? 0);
  const rows = Array.from({ length: count }, (): number[] => []);
  for (let at = 0; at < labels.length; at++) {
    const row = order?.[at] ?? at;
    rows[labels[row]].push(row);
  }
  return rows;
}

/**
 * A weight for each class that makes rare ones count as much as frequent ones: n / (classes · count), which scikit-learn
 * calls "balanced". For the option `classWeights` of `crossEntropy` and `fit`.
 *
 * @example
 * const targets = { data: Int32Array.of(0, 0, 0, 1), shape: [4] };
 * classWeights({ inputs: { data: new Float32Array(4), shape: [4, 1] }, targets }); // [0.666667,2]
 */
export function classWeights(dataset: Dataset): Float32Array<ArrayBuffer> {
  const classes = wholeClasses("classWeights", dataset);
  const rows = dataset.targets.data.length;
  return Float32Array.from(classes, ({ length }) => rows / (classes.length * length));
}

/**
 * Rows of rare classes several times, so that each class has as many as the most frequent one. Every row comes at least
 * once; which ones come once more than others, and the order of all, is drawn. Only what is trained on: copies of a row must
 * not be in two parts.
 *
 * @example
 * const targets = { data: Int32Array.of(0, 0, 0, 1), shape: [4] };
 * const more = oversample({ inputs: { data: new Float32Array(4), shape: [4, 1] }, targets }, { seed: 1 });
 * more.targets.data.toSorted(); // [0,0,0,1,1,1]
 */
export function oversample<D extends Dataset>(dataset: D, { seed }: { readonly seed: number }): D {
  const classes = wholeClasses("oversample", dataset);
  const most = Math.max(...classes.map(({ length }) => length));
  const numbers = random(seed);
  const all = classes.flatMap((rows) => {
    const extra = permutation(rows.length, numbers);
    return Array.from(
      { length: most },
      (_, at) => rows[at < most - (most % rows.length) ? at % rows.length : extra[at % rows.length]],
    );
  });
  return take(
    dataset,
    permutation(all.length, numbers).map((at) => all[at]),
  );
}

/** The rows of each class, once each has some. */
function wholeClasses(operation: string, dataset: Dataset): number[][] {
  const rows = rowsByClass(operation, dataset);
  const empty = rows.findIndex(({ length }) => length === 0);
  if (empty === -1) return rows;
  const name = dataset.classes?.[empty] ?? String(empty);
  throw new DataError(operation, `class ${name} has no rows; give some, or leave it out of the classes`);
}
