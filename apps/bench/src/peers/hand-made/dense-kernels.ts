import { advance, cut, repeat, type Code, type Local } from "./backend-parts.ts";
import type { Operand, StaticStep } from "./static-step.ts";

/** Rows of numbers, as many as a multiple of 4. */
export interface Rows {
  readonly rows: number;
  readonly columns: number;
  /** Whether ReLU follows. */
  readonly relu: boolean;
}

/** As many vectors as stay in registers beside what a loop needs. */
const vectorsAtOnce = 6;

/** x = x + bias, and ReLU of it, in place. */
export function addBias(step: StaticStep, x: Operand, bias: Operand, shape: Rows): void {
  step.kernel([x, bias], ({ code, lanes }) =>
    eachStrip(code, shape, [0], (offsets, row) => {
      const held = code.many(offsets.length, "v128");
      offsets.forEach((offset, i) => code.get(1).at("v128Load", offset).set(held[i]));
      row(([at]) =>
        held.forEach((vector, i) => {
          code
            .get(at)
            .get(at)
            .at("v128Load", i * 16)
            .get(vector)
            .do("f32x4Add");
          if (shape.relu) lanes.constant(0).do("f32x4Pmax");
          code.at("v128Store", i * 16);
        }),
      );
    }),
  );
}

/**
 * The gradient before a bias and ReLU, in place of the one behind them, and the bias's: its sum over the rows. `output` is
 * what came out of ReLU.
 */
export function backThroughBias(
  step: StaticStep,
  [gradient, output, bias]: readonly [gradient: Operand, output: Operand, bias: Operand],
  shape: Rows,
): void {
  step.kernel([gradient, output, bias], ({ code, lanes }) =>
    eachStrip(code, shape, [0, 1], (offsets, row) => {
      const sums = code.many(offsets.length, "v128");
      for (const sum of sums) lanes.constant(0).set(sum);
      row(([g, y]) =>
        sums.forEach((sum, i) => {
          if (shape.relu) {
            code
              .get(g)
              .get(g)
              .at("v128Load", i * 16)
              .get(y)
              .at("v128Load", i * 16);
            lanes
              .constant(0)
              .do("f32x4Gt", "v128And")
              .at("v128Store", i * 16);
          }
          code
            .get(sum)
            .get(g)
            .at("v128Load", i * 16)
            .do("f32x4Add")
            .set(sum);
        }),
      );
      offsets.forEach((offset, i) => code.get(2).get(sums[i]).at("v128Store", offset));
    }),
  );
}

/**
 * Cuts rows into strips of few columns, so that what belongs to a column stays in registers. `body` gets the offsets of a
 * strip's vectors in a row, and emits with `row` what is to be done in each row, at copies of the pointers.
 */
function eachStrip(
  code: Code,
  { rows, columns }: Rows,
  pointers: readonly Local[],
  body: (offsets: readonly number[], row: (inRow: (at: readonly Local[]) => void) => void) => void,
): void {
  for (const { start, size } of cut(columns / 4, vectorsAtOnce)) {
    const at = pointers.map(() => code.local("i32"));
    const offsets = Array.from({ length: size }, (_, i) => (start + i) * 16);
    body(offsets, (inRow) => {
      pointers.forEach((pointer, i) =>
        code
          .get(pointer)
          .i32(start * 16)
          .do("i32Add")
          .set(at[i]),
      );
      repeat(code, rows, () => {
        inRow(at);
        for (const pointer of at) advance(code, pointer, columns * 4);
      });
    });
  }
}
