import type { Code } from "./emitter/code.ts";
import { advance, repeat } from "./emitter/loops.ts";
import { Block } from "./transpose.ts";

/** Groups of `count` neighbouring numbers that lie `stride` apart, now `width` apart. */
export function packGroups(code: Code, depth: number, count: number, stride: number, width: number): void {
  const [source, target] = [0, 1];
  repeat(code, depth, () => {
    // What the last vector writes too much is written again by the next group, or lies in the padding.
    for (let i = 0; i < count * 4; i += 16) code.get(target).get(source).at("v128Load", i).at("v128Store", i);
    advance(code, source, stride * 4);
    advance(code, target, width * 4);
  });
}

/** Columns that lie `stride` numbers apart become the columns of rows that lie `width` apart: blocks of 4×4. */
export function packTransposed(
  code: Code,
  depth: number,
  columns: number,
  stride: number,
  width: number,
): void {
  const [source, target] = [0, 1];
  const block = new Block(code);
  repeat(code, Math.floor(depth / 4), () => {
    for (let j = 0; j < columns; j += 4)
      block.transpose(
        source,
        (i) => Math.min(j + i, columns - 1) * stride * 4,
        target,
        (i) => (i * width + j) * 4,
      );
    advance(code, source, 16);
    advance(code, target, 16 * width);
  });
  for (let i = 0; i < depth % 4; i++)
    for (let j = 0; j < columns; j++)
      code
        .get(target)
        .get(source)
        .at("f32Load", (i + j * stride) * 4)
        .at("f32Store", (i * width + j) * 4);
}
