import type { Activated, Attributes, MatmulAttributes } from "@piecewise/spec";
import { activate, activationKey, type LastStep } from "./activate.ts";
import type { WasmBuffer } from "./buffer.ts";
import { rowMajor } from "./layout.ts";
import type { Code, Local } from "./emitter/code.ts";
import { advance, countDownFrom, repeat } from "./emitter/loops.ts";
import type { Module } from "./emitter/module.ts";
import type { Engine } from "./engine.ts";
import { map } from "./map/map.ts";
import { packGroups, packTransposed } from "./pack.ts";
import { emitTile, rowsOfTile, type Tile } from "./tile.ts";

const tileColumns = 8;
// A packed panel of B, 8 columns of this many rows, fills the first-level cache.
const deepest = 1024;

/**
 * Products of matrices: panels of B are packed, and a tile of C stays in registers while it runs down a panel. Threads share
 * the panels out.
 */
export function matmul(
  engine: Engine,
  [y]: readonly WasmBuffer[],
  [a, b, bias]: readonly WasmBuffer[],
  attributes: Attributes["matmul"],
): void {
  const { batch, m, k, n, transposeA, transposeB, shareA, shareB } = attributes;
  y.layout = undefined;
  const [left, right] = [rowMajor(engine, a), rowMajor(engine, b)];
  const start = bias === undefined ? 0 : rowMajor(engine, bias);
  if (k === 0) emptySums(engine, y, bias, attributes);
  if (k === 0 || y.size === 0) return;
  const scratchBytes = (tileColumns * Math.min(k, deepest) + (transposeA ? m * k : 0)) * 4 + 256;
  const scratch = engine.scratchForEach(scratchBytes);
  const { activation } = attributes;
  const kernel = productOf(engine, {
    m,
    k,
    n,
    transposeA,
    transposeB,
    hasBias: bias !== undefined,
    activation,
  });
  if (activation !== undefined) engine.setScalars(activation.scalars);
  const panels = Math.ceil(n / tileColumns);
  const whole = Math.floor(n / tileColumns);
  const microseconds = (m * k * n) / 30_000;
  for (let i = 0; i < batch; i++) {
    const chunk = (from: number, to: number, index: number) => [
      left + (shareA ? 0 : i * m * k * 4),
      right + (shareB ? 0 : i * k * n * 4) + from * tileColumns * (transposeB ? k : 1) * 4,
      y.pointer + (i * m * n + from * tileColumns) * 4,
      scratch + index * scratchBytes,
      Math.min(to, whole) - from,
      to > whole ? 1 : 0,
      start + from * tileColumns * 4,
    ];
    // Each chunk packs the first operand anew.
    engine.split(kernel, panels, microseconds, chunk, packsFirst(attributes) ? 1 : undefined);
  }
}

/** A transposed first operand is read in long strides, so a large one is packed. */
function packsFirst({ transposeA, m }: Pick<MatmulAttributes, "transposeA" | "m">): boolean {
  return transposeA && m >= 512;
}

function emptySums(
  engine: Engine,
  y: WasmBuffer,
  bias: WasmBuffer | undefined,
  { activation }: Activated,
): void {
  const { floats } = engine;
  const target = floats.subarray(y.pointer / 4, y.pointer / 4 + y.size);
  if (bias === undefined) target.fill(0);
  else for (let at = 0; at < y.size; at++) target[at] = floats[bias.pointer / 4 + (at % bias.size)];
  if (activation !== undefined) map(engine, [y], [y], { ...activation, shape: [y.size], strides: [[1]] });
}

interface Product extends Pick<MatmulAttributes, "m" | "k" | "n" | "transposeA" | "transposeB">, Activated {
  readonly hasBias: boolean;
}

/** The kernel (a, b, c, scratch, whole panels, 1 for the narrower last panel, bias) for one product of these sizes. */
function productOf(engine: Engine, product: Product) {
  const { m, k, n, transposeA, transposeB, hasBias } = product;
  const key = `matmul ${m} ${k} ${n} ${transposeA} ${transposeB} ${hasBias} ${activationKey(product)}`;
  return engine.splittable(key, (module) => {
    const { activation } = product;
    const last = activation === undefined ? undefined : activate(engine, module, activation.formula);
    new ProductEmitter(module, product, last).emit();
  });
}

class ProductEmitter {
  readonly #module: Module;
  readonly #product: Product;
  /** Rows of a tile. */
  readonly #rows: number;
  /** What happens to whole sums. */
  readonly #last: LastStep | undefined;
  readonly #functions = new Map<string, number>();
  /** How far apart in A: rows of the result, and steps of the sum. */
  readonly #strideA: { readonly row: number; readonly step: number };
  readonly #packsA: boolean;
  readonly #packsB: boolean;

  constructor(module: Module, product: Product, last: LastStep | undefined) {
    this.#module = module;
    this.#rows = rowsOfTile("product", module.fused);
    this.#last = last;
    this.#product = product;
    const { m, k, n, transposeA, transposeB } = product;
    this.#strideA = transposeA ? { row: 1, step: m } : { row: k, step: 1 };
    // Reading A against its grain is slow only where its rows lie far apart.
    this.#packsA = packsFirst(product);
    this.#packsB = transposeB || m >= 64 || n >= 256;
  }

  emit(): void {
    const { k } = this.#product;
    const pieces = Math.ceil(k / deepest);
    const depth = Math.ceil(k / pieces / 4) * 4;
    const plans = Array.from({ length: pieces }, (_, i) => ({
      from: i * depth,
      depth: Math.min(depth, k - i * depth),
    }));
    const first = this.#product.hasBias ? "bias" : "zero";
    const calls = plans.map((plan, i) =>
      this.#emitPieces(plan.depth, i > 0 ? "result" : first, i === plans.length - 1),
    );
    const { code } = this.#module.function("run", new Array<"i32">(7).fill("i32"));
    plans.forEach((plan, i) => this.#emitPiece(code, plan.from, plan.depth, calls[i]));
  }

  /** The functions that a piece of the sum needs. They come before the function that calls them. */
  #emitPieces(depth: number, start: Tile["start"], isLast: boolean): Calls {
    const { m, n } = this.#product;
    const [rowsLeft, columnsLeft] = [m % this.#rows, n % tileColumns];
    const tile = (rows: number, columns: number) =>
      rows > 0 && columns > 0 ? this.#tile(rows, columns, depth, start, isLast) : -1;
    return {
      start,
      whole: {
        full: tile(m >= this.#rows ? this.#rows : 0, n >= tileColumns ? tileColumns : 0),
        rest: tile(rowsLeft, n >= tileColumns ? tileColumns : 0),
        pack: this.#pack(depth, n >= tileColumns ? tileColumns : 0),
      },
      edge: {
        full: tile(m >= this.#rows ? this.#rows : 0, columnsLeft),
        rest: tile(rowsLeft, columnsLeft),
        pack: this.#pack(depth, columnsLeft),
      },
      packA: this.#packsA
        ? {
            full: m >= this.#rows ? this.#packA(depth, this.#rows) : -1,
            rest: rowsLeft > 0 ? this.#packA(depth, rowsLeft) : -1,
          }
        : undefined,
    };
  }

  #tile(rows: number, columns: number, depth: number, start: Tile["start"], isLast: boolean): number {
    const { n } = this.#product;
    return this.#once(`tile ${rows} ${columns} ${depth} ${start} ${isLast}`, (name) => {
      const moveA = this.#packsA ? rows : this.#strideA.step;
      const tile = {
        rows,
        columns,
        loops: [{ count: depth, moveA, moveB: this.#packsB ? tileColumns : n }],
        rowStrideA: this.#packsA ? 1 : this.#strideA.row,
        rowStrideC: n,
        start,
        last: isLast ? this.#last : undefined,
      };
      return emitTile(this.#module, name, tile).index;
    });
  }

  #once(name: string, emit: (name: string) => number): number {
    const known = this.#functions.get(name);
    if (known !== undefined) return known;
    const index = emit(name);
    this.#functions.set(name, index);
    return index;
  }

  /** One piece of the sum: all of A against one panel of B after the other. */
  #emitPiece(code: Code, from: number, depth: number, calls: Calls): void {
    const { m, k, n, transposeB } = this.#product;
    const [a, b, c, scratch, whole, edge, bias] = [0, 1, 2, 3, 4, 5, 6];
    const [rowsA, panel, rowsC, columnC, columnBias, left] = code.many(6, "i32");
    const packedA = code.local("i32");
    const startA = from * this.#strideA.step * 4;
    const [tall, low] = [Math.floor(m / this.#rows), m % this.#rows];
    code
      .get(scratch)
      .i32(tileColumns * Math.min(k, deepest) * 4)
      .do("i32Add")
      .set(packedA);
    if (calls.packA !== undefined) {
      code.get(a).i32(startA).do("i32Add").set(rowsA);
      this.#packRows(code, rowsA, packedA, depth, calls.packA);
    }
    const multiply = (tile: number, source: number) => {
      code.get(rowsA).get(source).get(rowsC);
      if (calls.start === "bias") code.get(columnBias);
      code.call(tile);
    };
    const strip = ({ full, rest, pack }: Calls["whole"]) => {
      if (this.#packsB) code.get(panel).get(scratch).call(pack);
      if (this.#packsA) code.get(packedA).set(rowsA);
      else code.get(a).i32(startA).do("i32Add").set(rowsA);
      code.get(columnC).set(rowsC);
      const source = this.#packsB ? scratch : panel;
      repeat(code, tall, () => {
        multiply(full, source);
        advance(code, rowsA, (this.#packsA ? depth : this.#strideA.row) * this.#rows * 4);
        advance(code, rowsC, this.#rows * n * 4);
      });
      if (low > 0) multiply(rest, source);
    };
    code
      .get(b)
      .i32(from * (transposeB ? 1 : n) * 4)
      .do("i32Add")
      .set(panel);
    code.get(c).set(columnC);
    code.get(bias).set(columnBias);
    code.get(whole).set(left);
    const wholePanels = () => {
      strip(calls.whole);
      advance(code, panel, tileColumns * (transposeB ? k : 1) * 4);
      advance(code, columnC, tileColumns * 4);
      advance(code, columnBias, tileColumns * 4);
    };
    if (n >= tileColumns) countDownFrom(code, left, wholePanels);
    if (n % tileColumns > 0) code.get(edge).if(() => strip(calls.edge));
  }

  /** Packs the rows of the result, a tile's height at a time, from where `rows` points. */
  #packRows(code: Code, rows: Local, packed: Local, depth: number, pack: NonNullable<Calls["packA"]>): void {
    const { m } = this.#product;
    const target = code.local("i32");
    code.get(packed).set(target);
    repeat(code, Math.floor(m / this.#rows), () => {
      code.get(rows).get(target).call(pack.full);
      advance(code, rows, this.#rows * this.#strideA.row * 4);
      advance(code, target, this.#rows * depth * 4);
    });
    if (m % this.#rows > 0) code.get(rows).get(target).call(pack.rest);
  }

  /** (source, target): a panel of B as rows of 8 numbers. */
  #pack(depth: number, columns: number): number {
    const { k, n, transposeB } = this.#product;
    if (columns === 0 || !this.#packsB) return -1;
    return this.#once(`pack ${depth} ${columns}`, (name) => {
      const emitted = this.#module.function(name, ["i32", "i32"], [], false);
      if (transposeB) packTransposed(emitted.code, depth, columns, k, tileColumns);
      else packGroups(emitted.code, depth, columns, n, tileColumns);
      return emitted.index;
    });
  }

  /** (source, target): rows of the result, taken from the columns of a transposed A, as `depth` groups of `rows` numbers. */
  #packA(depth: number, rows: number): number {
    const { m } = this.#product;
    return this.#once(`packA ${depth} ${rows}`, (name) => {
      const emitted = this.#module.function(name, ["i32", "i32"], [], false);
      packGroups(emitted.code, depth, rows, m, rows);
      return emitted.index;
    });
  }
}

interface Calls {
  readonly start: Tile["start"];
  readonly whole: { readonly full: number; readonly rest: number; readonly pack: number };
  readonly edge: Calls["whole"];
  readonly packA: { readonly full: number; readonly rest: number } | undefined;
}
