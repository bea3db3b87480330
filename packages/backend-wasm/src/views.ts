import { formula, input } from "@piecewise/expressions";
import { fewestAxes, type Attributes, type View } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import { rowMajor } from "./layout.ts";
import { countDown } from "./emitter/loops.ts";
import type { Engine } from "./engine.ts";
import { map } from "./map/map.ts";
import { transposeEach } from "./transpose.ts";

const identity = formula([input(0)], 1);

/** The elements that a view names, in order. */
export function copy(
  engine: Engine,
  [y]: readonly WasmBuffer[],
  [x]: readonly WasmBuffer[],
  { from }: Attributes["copy"],
): void {
  const view = simplify(from);
  const matrices = asTransposed(view);
  const pointer = rowMajor(engine, x) + view.offset * 4;
  y.layout = undefined;
  if (matrices !== undefined && y.size > 0) {
    transposeEach(engine, pointer, y.pointer, matrices.batch, matrices.rows, matrices.columns);
    return;
  }
  const source = { ...x, pointer };
  map(engine, [y], [source], { formula: identity, scalars: [], shape: view.shape, strides: [view.strides] });
}

/** The same view with as few axes as possible. */
function simplify({ shape, strides, offset }: View): View {
  const walk = fewestAxes(shape, [strides]);
  return { shape: walk.shape, strides: walk.strides[0], offset };
}

/** Whether a view is a row of whole matrices [rows, columns], each read column by column. */
function asTransposed({ shape, strides }: View) {
  const [columns, rows] = [shape.at(-2), shape.at(-1)];
  if (columns === undefined || rows === undefined || shape.length > 3) return undefined;
  if (strides.at(-2) !== 1 || strides.at(-1) !== columns) return undefined;
  const batch = shape.length === 3 ? shape[0] : 1;
  return batch === 1 || strides[0] === rows * columns ? { batch, rows, columns } : undefined;
}

/** A filled buffer with inputs written into the elements that views name. */
export function place(
  engine: Engine,
  [y]: readonly WasmBuffer[],
  inputs: readonly WasmBuffer[],
  { fill, to }: Attributes["place"],
): void {
  y.layout = undefined;
  const view = y.dtype === "int32" ? engine.integers : engine.floats;
  view.fill(y.dtype === "bool" ? Number(fill !== 0) : fill, y.pointer / 4, y.pointer / 4 + y.size);
  inputs.forEach((x, i) => placeOne(engine, y, rowMajor(engine, x), simplify(to[i])));
}

function placeOne(engine: Engine, y: WasmBuffer, source: number, { shape, strides, offset }: View): void {
  if (shape.includes(0)) return;
  const [inner, step] = shape.length === 0 ? [1, 1] : [shape.at(-1)!, strides.at(-1)!];
  const run = moveRow(engine);
  const index = shape.slice(0, -1).map(() => 0);
  const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
  let target = y.pointer + offset * 4;
  for (let row = 0; row < rows; row++) {
    run(source + row * inner * 4, target, inner, step * 4);
    for (let axis = index.length - 1; axis >= 0; axis--) {
      target += strides[axis] * 4;
      if (++index[axis] < shape[axis]) break;
      target -= strides[axis] * shape[axis] * 4;
      index[axis] = 0;
    }
  }
}

/** (source, target, count, step): numbers from neighbouring places to places `step` bytes apart. */
function moveRow(engine: Engine) {
  return engine.kernel("move row", (module) => {
    const { code } = module.function("run", ["i32", "i32", "i32", "i32"]);
    const [source, target, count, step] = [0, 1, 2, 3];
    const oneByOne = () =>
      countDown(code, count, () => {
        code.get(target).get(source).at("f32Load").at("f32Store");
        code.get(source).i32(4).do("i32Add").set(source);
        code.get(target).get(step).do("i32Add").set(target);
      });
    const together = () => code.get(target).get(source).get(count).i32(4).do("i32Mul").copy();
    code.get(step).i32(4).do("i32Eq").if(together, oneByOne);
  });
}
