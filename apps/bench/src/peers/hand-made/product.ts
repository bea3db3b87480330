import { advance, Block, emitTile, repeat, type Code } from "./backend-parts.ts";
import type { Kernel, Operand, StaticStep } from "./static-step.ts";

const tileRows = 5;
const panelColumns = 8;
/** The parameters of the kernel: addresses that move on as it works. */
const [a, b, c] = [0, 1, 2];

/** [m, k] · [k, n], with n a multiple of 4; a transposed operand is stored the other way round. */
export interface ProductShape {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** How a product is computed: what is packed where, and how far A's rows and the steps of a sum then lie apart. */
interface Plan extends ProductShape {
  readonly packedA: number | undefined;
  readonly packedB: number | undefined;
  readonly rowA: number;
  readonly stepA: (rows: number) => number;
}

/** C = A · B. Tiles of 5×8 sums stay in registers while they run down a panel of 8 columns of B. */
export function product(
  step: StaticStep,
  [left, right, result]: readonly [Operand, Operand, Operand],
  shape: ProductShape,
): void {
  const { m, k, transposeA = false, transposeB = false } = shape;
  // Against its grain, A is slow to read where its rows lie far apart.
  const packsA = transposeA && m >= 512;
  const plan: Plan = {
    ...shape,
    packedA: packsA ? step.buffer(m * k).address : undefined,
    packedB: transposeB || m >= 64 ? step.buffer(panelColumns * k).address : undefined,
    rowA: packsA ? k : transposeA ? 1 : k,
    stepA: (rows) => (packsA ? rows : transposeA ? m : 1),
  };
  step.kernel([left, right, result], (kernel) => emitProduct(kernel, plan));
}

function emitProduct(kernel: Kernel, plan: Plan): void {
  const { code } = kernel;
  if (plan.packedA !== undefined) {
    packA(code, plan.packedA, plan);
    code.i32(plan.packedA).set(a);
  }
  emitPanels(kernel, plan, panelColumns, Math.floor(plan.n / panelColumns));
  emitPanels(kernel, plan, plan.n % panelColumns, 1);
}

/** So many panels of B, each against all of A. */
function emitPanels(kernel: Kernel, plan: Plan, columns: number, count: number): void {
  if (columns === 0 || count === 0) return;
  const { code } = kernel;
  const { m, n, k, packedB, transposeB = false } = plan;
  const [rowA, rowC] = code.many(2, "i32");
  const tiles = [tileRows, m % tileRows].map((rows) => tile(kernel, plan, rows, columns));
  const call = (rows: number, index: number) => {
    code.get(rowA);
    if (packedB === undefined) code.get(b);
    else code.i32(packedB);
    code.get(rowC).call(index);
    advance(code, rowA, rows * plan.rowA * 4);
    advance(code, rowC, rows * n * 4);
  };
  repeat(code, count, () => {
    if (packedB !== undefined) packB(code, packedB, columns, plan);
    code.get(a).set(rowA).get(c).set(rowC);
    repeat(code, Math.floor(m / tileRows), () => call(tileRows, tiles[0]));
    if (m % tileRows > 0) call(m % tileRows, tiles[1]);
    advance(code, b, columns * (transposeB ? k : 1) * 4);
    advance(code, c, columns * 4);
  });
}

/** The number of a function (a, b, c) for a tile of the result. */
function tile({ module }: Kernel, plan: Plan, rows: number, columns: number): number {
  const { k, n, packedA, packedB } = plan;
  const moveB = packedB === undefined ? n : panelColumns;
  const loops = [{ count: k, moveA: plan.stepA(rows), moveB }];
  const rowStrideA = packedA === undefined ? plan.rowA : 1;
  return emitTile(module, "tile", { rows, columns, loops, rowStrideA, rowStrideC: n, start: "zero" }).index;
}

/** Rows of the result, taken from the columns of a transposed A: `k` groups of as many numbers as a tile has rows. */
function packA(code: Code, into: number, { m, k }: ProductShape): void {
  const [source, target] = code.many(2, "i32");
  code.i32(into).set(target);
  for (const [rows, count] of [
    [tileRows, Math.floor(m / tileRows)],
    [m % tileRows, m % tileRows > 0 ? 1 : 0],
  ])
    repeat(code, count, () => {
      code.get(a).set(source);
      copyGroups(code, [source, target], k, rows, { from: m, to: rows });
      advance(code, a, rows * 4);
    });
}

/** A panel of B as rows of 8 numbers. */
function packB(code: Code, into: number, columns: number, { k, n, transposeB }: ProductShape): void {
  const [source, target] = code.many(2, "i32");
  code.get(b).set(source).i32(into).set(target);
  if (transposeB !== true)
    return copyGroups(code, [source, target], k, columns, { from: n, to: panelColumns });
  const block = new Block(code);
  repeat(code, k / 4, () => {
    for (let j = 0; j < columns; j += 4)
      block.transpose(
        ...([source, (i: number) => (j + i) * k * 4] as const),
        ...([target, (i: number) => (i * panelColumns + j) * 4] as const),
      );
    advance(code, source, 16);
    advance(code, target, 4 * panelColumns * 4);
  });
}

/** Groups of neighbouring numbers, brought from one distance to another. The last vector of a group may write beyond it. */
function copyGroups(
  code: Code,
  [source, target]: readonly [number, number],
  groups: number,
  size: number,
  distance: { readonly from: number; readonly to: number },
): void {
  repeat(code, groups, () => {
    for (let i = 0; i < size * 4; i += 16) code.get(target).get(source).at("v128Load", i).at("v128Store", i);
    advance(code, source, distance.from * 4);
    advance(code, target, distance.to * 4);
  });
}
