import { DataError } from "../data-error.ts";
import type { Dataset } from "../dataset.ts";
import { checkWholeNumber } from "../whole-number.ts";

export interface WindowsOptions {
  /** How many tokens a row holds. */
  readonly length: number;
  /** From the beginning of one row to the next; `length` unless given, so that rows do not overlap. */
  readonly stride?: number;
}

/**
 * Rows to learn what comes next from: each row of `inputs` is a piece of the text, and `targets` is the piece one token
 * later. Both are `Int32Array`, shape `[n, length]`.
 *
 * @example
 * const { inputs, targets } = textWindows(new Int32Array([1, 2, 3, 4, 5]), { length: 2 });
 * inputs.data; // [1,2,3,4]
 * targets.data; // [2,3,4,5]
 */
export function textWindows(tokens: Int32Array, { length, stride = length }: WindowsOptions): Dataset {
  checkWholeNumber("textWindows", "length", length, 1);
  checkWholeNumber("textWindows", "stride", stride, 1);
  const count = Math.floor((tokens.length - 1 - length) / stride) + 1;
  if (count < 1)
    throw new DataError(
      "textWindows",
      `${tokens.length} tokens are too few for rows of ${length} and the token after them; give more, or a shorter length`,
    );
  const rows = (from: number) => {
    const data = new Int32Array(count * length);
    for (let row = 0; row < count; row++) {
      const start = row * stride + from;
      data.set(tokens.subarray(start, start + length), row * length);
    }
    return { data, shape: [count, length] };
  };
  return { inputs: rows(0), targets: rows(1) };
}
