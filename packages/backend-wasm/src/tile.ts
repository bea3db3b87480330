import type { Code, Local } from "./emitter/code.ts";
import { advance, repeat } from "./emitter/loops.ts";
import type { EmittedFunction, Module } from "./emitter/module.ts";
import type { LastStep } from "./activate.ts";
import { zeroAt } from "./engine.ts";

/** One of the nested loops over which a tile sums: how often, and how far both pointers move, in numbers. */
export interface TileLoop {
  readonly count: number;
  readonly moveA: number;
  readonly moveB: number;
}

/** How many rows a tile of 8 columns has: without a register for the product there is room for one more. */
export function rowsOfTile(of: "product" | "convolution", fused: boolean): number {
  if (fused) return 6;
  return of === "product" ? 5 : 4;
}

/** Sums of so few turns are written out: their loops would cost as much as their work. */
const shortSum = 9;

/** A block of the result that stays in registers while sums run. */
export interface Tile {
  readonly rows: number;
  readonly columns: number;
  /** The sums, the outermost loop first. In each turn, one number of every row of A meets a row of B. */
  readonly loops: readonly TileLoop[];
  /** How far apart rows lie, in numbers. */
  readonly rowStrideA: number;
  readonly rowStrideC: number;
  /** What the sums start from: 0, what C holds, or a number for each column that a fourth parameter points to. */
  readonly start: "zero" | "result" | "bias";
  /** What happens to the sums before they are stored. */
  readonly last?: LastStep | undefined;
}

/**
 * The micro-kernel of matrix products and convolutions: C[rows, columns] = Σ A · B over nested loops, for parameters
 * (a, b, c, perhaps bias) that are addresses. Each turn loads a row of B as vectors and multiplies it with one number of every row of A.
 * `rows · ⌈columns / 4⌉` sums, the vectors of B, a number of A and, unless fused, a product must fit 15 registers.
 */
export function emitTile(module: Module, name: string, tile: Tile): EmittedFunction {
  const parameters = new Array<"i32">(tile.start === "bias" ? 4 : 3).fill("i32");
  const emitted = module.function(name, parameters, [], false);
  const { code } = emitted;
  const [a, b, c, bias] = [0, 1, 2, 3];
  const vectors = Math.ceil(tile.columns / 4);
  const sums = Array.from({ length: tile.rows }, () => code.many(vectors, "v128"));
  const row = code.many(vectors, "v128");
  const number = code.local("v128");
  if (tile.start === "result")
    eachSum(tile, (i, j, offset) => code.get(c).at("v128Load", offset).set(sums[i][j]));
  if (tile.start === "bias")
    eachSum(tile, (i, j) => code.get(bias).at("v128Load", j * 16).set(sums[i][j])); // prettier-ignore
  const turn = (fromA = 0, fromB = 0) => {
    row.forEach((vector, j) =>
      code
        .get(b)
        .at("v128Load", fromB * 4 + j * 16)
        .set(vector),
    );
    sums.forEach((ofRow, i) => {
      code
        .get(a)
        .at("load32Splat", (fromA + i * tile.rowStrideA) * 4)
        .set(number);
      ofRow.forEach((sum, j) => {
        if (module.fused) code.get(number).get(row[j]).get(sum).do("relaxedMadd").set(sum);
        else code.get(sum).get(number).get(row[j]).do("f32x4Mul", "f32x4Add").set(sum);
      });
    });
  };
  const turns = tile.loops.reduce((product, { count }) => product * count, 1);
  if (turns <= shortSum && tile.loops.every(({ moveA, moveB }) => moveA >= 0 && moveB >= 0))
    for (const [fromA, fromB] of placesOf(tile.loops)) turn(fromA, fromB);
  else sumOver(code, tile.loops, a, b, turn);
  redefine(code, sums.flat());
  tile.last?.(code, sums.flat());
  eachSum(tile, (i, j, offset) => store(code, c, sums[i][j], offset, Math.min(4, tile.columns - 4 * j)));
  return emitted;
}

function eachSum(
  { rows, columns, rowStrideC }: Tile,
  body: (i: number, j: number, offset: number) => void,
): void {
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < Math.ceil(columns / 4); j++) body(i, j, (i * rowStrideC + j * 4) * 4);
}

/** Where both pointers stand in each turn, counted from their start. */
function placesOf([loop, ...inner]: readonly TileLoop[]): (readonly [number, number])[] {
  if (loop === undefined) return [[0, 0]];
  return Array.from({ length: loop.count }, (_, i) => i).flatMap((i) =>
    placesOf(inner).map(([a, b]) => [i * loop.moveA + a, i * loop.moveB + b] as const),
  );
}

/** Nested loops; after each, the pointers stand where its next turn wants them. */
function sumOver(code: Code, loops: readonly TileLoop[], a: Local, b: Local, turn: () => void): void {
  const [loop, ...inner] = loops;
  const next = inner[0];
  const movedA = next === undefined ? 0 : next.count * next.moveA;
  const movedB = next === undefined ? 0 : next.count * next.moveB;
  repeat(code, loop.count, () => {
    if (next === undefined) turn();
    else sumOver(code, inner, a, b, turn);
    advance(code, a, (loop.moveA - movedA) * 4);
    advance(code, b, (loop.moveB - movedB) * 4);
  });
}

// V8 before 13 keeps sums in memory instead of registers unless they are conditionally set again after the loop.
function redefine(code: Code, sums: readonly Local[]): void {
  code
    .i32(0)
    .at("i32Load", zeroAt)
    .if(() => {
      for (const sum of sums) code.get(sum).get(sum).do("f32x4Add").set(sum);
    });
}

/** Stores the first `lanes` numbers of a vector. */
export function store(code: Code, pointer: Local, vector: Local, offset: number, lanes: number): void {
  code.get(pointer).get(vector);
  if (lanes === 4) code.at("v128Store", offset);
  else if (lanes === 1) code.storeLane(0, offset);
  else {
    code.storeLow(offset);
    if (lanes === 3)
      code
        .get(pointer)
        .get(vector)
        .storeLane(2, offset + 8);
  }
}

/** Cuts a length into pieces of at most `most`, as even as can be: their starts and sizes. */
export function cut(length: number, most: number): { readonly start: number; readonly size: number }[] {
  const pieces = Math.ceil(length / most);
  const edge = (i: number) => Math.floor((i * length) / pieces);
  return Array.from({ length: pieces }, (_, i) => ({ start: edge(i), size: edge(i + 1) - edge(i) }));
}
