import { fewestAxes, sizeOf, type Shape, type TypedArray } from "@piecewise/spec";

/** Loops inside one another, outermost first, and how far each array moves with each of them. */
export interface Nest {
  readonly sizes: readonly number[];
  /** `strides[array][axis]` */
  readonly strides: readonly (readonly number[])[];
}

/** A formula as a loop. The buffers it is called with are always of the same kinds. */
export type Loop = (
  outputs: readonly TypedArray[],
  inputs: readonly TypedArray[],
  scalars: readonly number[],
  nest: Nest,
) => void;

/** The same loops with as few axes as possible, and at least one. */
export function simplified(shape: Shape, strides: readonly (readonly number[])[]): Nest {
  const walk = fewestAxes(shape, strides);
  if (walk.shape.length > 0) return { sizes: walk.shape, strides: walk.strides };
  return { sizes: [1], strides: strides.map(() => [1]) };
}

/** Calls `visit` for each innermost loop, with where each array stands at its start. */
export function forEachRow(nest: Nest, visit: (row: number, starts: readonly number[]) => void): void {
  const rows = sizeOf(nest.sizes.slice(0, -1));
  const index = nest.sizes.map(() => 0);
  const starts = nest.strides.map(() => 0);
  for (let row = 0; row < rows; row++) {
    visit(row, starts);
    advance(nest, index, starts);
  }
}

/** Moves on to the next row, as an odometer does. */
function advance({ sizes, strides }: Nest, index: number[], starts: number[]): void {
  for (let axis = sizes.length - 2; axis >= 0; axis--) {
    const turns = ++index[axis] === sizes[axis];
    const steps = turns ? 1 - sizes[axis] : 1;
    for (let i = 0; i < starts.length; i++) starts[i] += steps * strides[i][axis];
    if (!turns) return;
    index[axis] = 0;
  }
}

/** How an array moves in the innermost loop: it stays, it goes one number at a time, or it jumps. */
export function innerStep({ strides }: Nest, array: number): "stays" | "follows" | "jumps" {
  const stride = strides[array].at(-1);
  if (stride === 0) return "stays";
  return stride === 1 ? "follows" : "jumps";
}
