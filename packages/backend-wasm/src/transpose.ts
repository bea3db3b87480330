import type { Code, Local } from "./emitter/code.ts";
import { advance, countDown, repeat } from "./emitter/loops.ts";
import type { Engine } from "./engine.ts";

/** Transposes `batch` matrices [rows, columns], one after the other, from one place to another. */
export function transposeEach(
  engine: Engine,
  from: number,
  to: number,
  batch: number,
  rows: number,
  columns: number,
): void {
  const run = engine.kernel(`transpose ${rows} ${columns}`, (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32"]);
    const [source, target, matrices] = [0, 1, 2];
    const [s, t] = code.many(2, "i32");
    const [wholeRows, wholeColumns] = [rows - (rows % 4), columns - (columns % 4)];
    countDown(code, matrices, () => {
      code.get(source).set(s).get(target).set(t);
      blocks(code, s, t, { rows, columns, wholeRows, wholeColumns });
      singles(code, source, target, s, t, {
        rows,
        columns,
        firstRow: wholeRows,
        firstColumn: 0,
        down: rows - wholeRows,
        across: columns,
      });
      singles(code, source, target, s, t, {
        rows,
        columns,
        firstRow: 0,
        firstColumn: wholeColumns,
        down: wholeRows,
        across: columns - wholeColumns,
      });
      advance(code, source, rows * columns * 4);
      advance(code, target, rows * columns * 4);
    });
  });
  if (batch > 0 && rows * columns > 0) run(from, to, batch);
}

interface Blocks {
  readonly rows: number;
  readonly columns: number;
  readonly wholeRows: number;
  readonly wholeColumns: number;
}

/** The part that divides into blocks of 4×4. */
function blocks(code: Code, s: Local, t: Local, { rows, columns, wholeRows, wholeColumns }: Blocks): void {
  if (wholeColumns === 0) return;
  const lanes = code.many(4, "v128");
  const mixed = code.many(4, "v128");
  repeat(code, wholeRows / 4, () => {
    repeat(code, wholeColumns / 4, () => {
      lanes.forEach((lane, i) =>
        code
          .get(s)
          .at("v128Load", i * columns * 4)
          .set(lane),
      );
      transposeLanes(code, lanes, mixed);
      lanes.forEach((lane, i) =>
        code
          .get(t)
          .get(lane)
          .at("v128Store", i * rows * 4),
      );
      advance(code, s, 16);
      advance(code, t, 16 * rows);
    });
    advance(code, s, (4 * columns - wholeColumns) * 4);
    advance(code, t, (4 - wholeColumns * rows) * 4);
  });
}

interface Singles {
  readonly rows: number;
  readonly columns: number;
  readonly firstRow: number;
  readonly firstColumn: number;
  readonly down: number;
  readonly across: number;
}

/** A part of a matrix, number by number. */
function singles(code: Code, source: Local, target: Local, s: Local, t: Local, part: Singles): void {
  const { rows, columns, firstRow, firstColumn, down, across } = part;
  if (across === 0) return;
  code
    .get(source)
    .i32((firstRow * columns + firstColumn) * 4)
    .do("i32Add")
    .set(s);
  code
    .get(target)
    .i32((firstColumn * rows + firstRow) * 4)
    .do("i32Add")
    .set(t);
  repeat(code, down, () => {
    repeat(code, across, () => {
      code.get(t).get(s).at("f32Load").at("f32Store");
      advance(code, s, 4);
      advance(code, t, rows * 4);
    });
    advance(code, s, (columns - across) * 4);
    advance(code, t, (1 - across * rows) * 4);
  });
}

/** Transposes four vectors of four in place. */
export function transposeLanes(code: Code, lanes: readonly Local[], mixed: readonly Local[]): void {
  const pair = (a: Local, b: Local, order: readonly [number, number, number, number], into: Local) =>
    code
      .get(a)
      .get(b)
      .shuffle(...order)
      .set(into);
  const [a, b, c, d] = lanes as [Local, Local, Local, Local];
  const [p, q, r, s] = mixed as [Local, Local, Local, Local];
  pair(a, b, [0, 4, 1, 5], p);
  pair(c, d, [0, 4, 1, 5], q);
  pair(a, b, [2, 6, 3, 7], r);
  pair(c, d, [2, 6, 3, 7], s);
  pair(p, q, [0, 1, 4, 5], a);
  pair(p, q, [2, 3, 6, 7], b);
  pair(r, s, [0, 1, 4, 5], c);
  pair(r, s, [2, 3, 6, 7], d);
}
