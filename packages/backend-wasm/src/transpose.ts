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
  const block = new Block(code);
  repeat(code, wholeRows / 4, () => {
    repeat(code, wholeColumns / 4, () => {
      block.transpose(
        s,
        (i) => i * columns * 4,
        t,
        (i) => i * rows * 4,
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

/** Emits transpositions of 4×4 numbers, through eight locals. */
export class Block {
  readonly #code: Code;
  readonly #lanes: Local[];
  readonly #mixed: Local[];

  constructor(code: Code) {
    this.#code = code;
    this.#lanes = code.many(4, "v128");
    this.#mixed = code.many(4, "v128");
  }

  /** Reads four vectors at offsets behind one pointer, and writes their columns at offsets behind another. */
  transpose(source: Local, from: (i: number) => number, target: Local, to: (i: number) => number): void {
    this.#lanes.forEach((lane, i) => this.#code.get(source).at("v128Load", from(i)).set(lane));
    this.#exchange();
    this.#lanes.forEach((lane, i) => this.#code.get(target).get(lane).at("v128Store", to(i)));
  }

  #exchange(): void {
    const [a, b, c, d] = this.#lanes;
    const [p, q, r, s] = this.#mixed;
    const pair = (x: Local, y: Local, order: readonly [number, number, number, number], into: Local) =>
      this.#code
        .get(x)
        .get(y)
        .shuffle(...order)
        .set(into);
    pair(a, b, [0, 4, 1, 5], p);
    pair(c, d, [0, 4, 1, 5], q);
    pair(a, b, [2, 6, 3, 7], r);
    pair(c, d, [2, 6, 3, 7], s);
    pair(p, q, [0, 1, 4, 5], a);
    pair(p, q, [2, 3, 6, 7], b);
    pair(r, s, [0, 1, 4, 5], c);
    pair(r, s, [2, 3, 6, 7], d);
  }
}
