import type { Batch } from "../batch-source.ts";
import { DataError } from "../data-error.ts";
import { rowSize, type Rows } from "../rows.ts";
import { checkWholeNumber } from "../whole-number.ts";
import type { Augmentation } from "./augment.ts";
import { beta } from "./beta.ts";

export interface MixupOptions {
  /** How evenly rows are mixed: shares are drawn from Beta(alpha, alpha). 0.2 unless given. */
  readonly alpha?: number | undefined;
  /** How many classes there are, when the targets are labels. */
  readonly classes?: number | undefined;
}

/**
 * Mixes each row with another of its batch, inputs and targets alike: λ · row + (1 − λ) · other, with λ of Beta(α, α)
 * (H. Zhang and others, "mixup: Beyond Empirical Risk Minimization", 2018). Labels become probabilities, shape
 * `[n, classes]`, as `crossEntropy` takes them.
 *
 * @example
 * const data = digits({ count: 10, seed: 1 });
 * augment(data, [mixup({ classes: 10 })], { seed: 1 }).targets.shape; // [10,10]
 */
export function mixup({ alpha = 0.2, classes }: MixupOptions = {}): Augmentation {
  if (!(alpha > 0 && Number.isFinite(alpha)))
    throw new DataError("mixup", `alpha is ${alpha}; give a number above 0`);
  if (classes !== undefined) checkWholeNumber("mixup", "classes", classes, 1);
  return (batch, numbers) => {
    const pairs = numbers.map((own) => ({ other: own.integer(numbers.length), share: beta(alpha, own) }));
    return {
      ...batch,
      inputs: mixed(numbersIn(batch), pairs),
      targets: mixed(targetsIn(batch, classes), pairs),
    };
  };
}

type Pairs = readonly { readonly other: number; readonly share: number }[];

function mixed(rows: Rows, pairs: Pairs): Rows {
  const width = rowSize(rows);
  const data = new Float32Array(rows.data.length);
  pairs.forEach(({ other, share }, row) => {
    for (let at = 0; at < width; at++)
      data[row * width + at] =
        share * rows.data[row * width + at] + (1 - share) * rows.data[other * width + at];
  });
  return { data, shape: rows.shape };
}

function numbersIn({ inputs }: Batch): Rows {
  if (!(inputs.data instanceof Int32Array)) return inputs;
  throw new DataError("mixup", "inputs in an Int32Array are indices, which cannot be mixed; leave it out");
}

function targetsIn({ targets }: Batch, classes: number | undefined): Rows {
  if (targets.data instanceof Float32Array) return targets;
  if (classes === undefined)
    throw new DataError("mixup", "the targets are labels; give the number of `classes`");
  const data = new Float32Array(targets.data.length * classes);
  targets.data.forEach((label, row) => {
    if (label >= classes || label < 0)
      throw new DataError(
        "mixup",
        `a label is ${label}; give the right number of \`classes\`, not ${classes}`,
      );
    data[row * classes + label] = 1;
  });
  return { data, shape: [...targets.shape, classes] };
}
