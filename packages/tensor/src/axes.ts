import { ShapeError, type AlongAxis, type Shape } from "@piecewise/spec";

/** An axis of a tensor of this shape, counted from the front; −1 is the last. */
export function axisOf(operation: string, axis: number, shape: Shape): number {
  const counted = axis < 0 ? axis + shape.length : axis;
  if (Number.isInteger(axis) && counted >= 0 && counted < shape.length) return counted;
  const range =
    shape.length === 0 ? "there is no axis" : `axes go from ${-shape.length} to ${shape.length - 1}`;
  throw new ShapeError(operation, `there is no axis ${axis}; ${range}`, shape);
}

/** Distinct axes counted from the front, in order; all of them when none is named. */
export function axesOf(
  operation: string,
  axes: number | readonly number[] | undefined,
  shape: Shape,
): number[] {
  if (axes === undefined) return shape.map((_, axis) => axis);
  const counted = [axes].flat().map((axis) => axisOf(operation, axis, shape));
  if (new Set(counted).size !== counted.length)
    throw new ShapeError(operation, `axes ${String(axes)} name one axis twice`, shape);
  return counted.sort((a, b) => a - b);
}

/** A shape seen from one of its axes, or from several neighbouring ones taken as one. */
export function along(shape: Shape, axis: number, axes = 1): AlongAxis {
  const product = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);
  return {
    outer: product(shape.slice(0, axis)),
    size: product(shape.slice(axis, axis + axes)),
    inner: product(shape.slice(axis + axes)),
  };
}
