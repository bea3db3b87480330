import { fewestAxes, ShapeError, type Shape } from "@piecewise/spec";

/** The shape that results when arrays of these shapes meet, by NumPy's rules. */
export function broadcastShapes(operation: string, shapes: readonly Shape[]): Shape {
  const first = shapes[0];
  if (shapes.every((shape) => sameShape(shape, first))) return first;
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1);
    const size = sizes.find((s) => s !== 1) ?? 1;
    if (sizes.every((s) => s === 1 || s === size)) return size;
    throw new ShapeError(
      operation,
      `sizes ${sizes.join(" and ")} of axis ${axis - rank} do not broadcast`,
      ...shapes,
    );
  });
}

/** How an elementwise loop walks: sizes, and for each input how far to step along each axis (0 repeats). */
export interface Walk {
  readonly shape: Shape;
  readonly strides: readonly (readonly number[])[];
}

/** The walk over `shape` with inputs of other shapes, with as few axes as possible. */
export function walkOver(shape: Shape, inputs: readonly Shape[]): Walk {
  const size = shape.reduce((a, b) => a * b, 1);
  if (inputs.every((input) => sameShape(input, shape)))
    return { shape: [size], strides: inputs.map(() => [1]) };
  return fewestAxes(shape, inputs.map((input) => broadcastStrides(input, shape))); // prettier-ignore
}

/** The strides with which an array of one shape is read as if it had another: 0 along the axes that repeat. */
export function broadcastStrides(from: Shape, to: Shape): number[] {
  const strides = new Array<number>(to.length).fill(0);
  let stride = 1;
  for (let axis = from.length - 1; axis >= 0; axis--) {
    if (from[axis] !== 1) strides[axis + to.length - from.length] = stride;
    stride *= from[axis];
  }
  return strides;
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}
