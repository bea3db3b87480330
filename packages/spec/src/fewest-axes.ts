import type { Shape } from "./shape.ts";

/**
 * A walk through arrays, given by a shape and for each array how far it moves along each axis, with as few axes as possible:
 * those of size 1 are left out, and neighbours through which every array goes as if they were one are joined.
 *
 * @example
 * fewestAxes([2, 1, 3], [[3, 3, 1], [0, 0, 0]]); // {"shape":[6],"strides":[[1],[0]]}
 */
export function fewestAxes(shape: Shape, strides: readonly (readonly number[])[]) {
  const sizes: number[] = [];
  const steps = strides.map((): number[] => []);
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const last = sizes.length - 1;
    const follows = last >= 0 && strides.every((own, i) => steps[i][last] === own[axis] * size);
    if (follows) sizes[last] *= size;
    else sizes.push(size);
    steps.forEach((own, i) => (own[sizes.length - 1] = strides[i][axis]));
  });
  return { shape: sizes, strides: steps };
}
