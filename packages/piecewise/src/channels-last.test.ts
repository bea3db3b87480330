import { afterAll, expect, it } from "vitest";
import { elementwise, js, normal, operations, seeded, useBackend, wasm, type Tensor } from "./index.ts";

afterAll(() => useBackend(js()));

const formula = elementwise("formula", (a, b, c) => a.exp().plus(b).times(c));
const random = () => seeded(5);

/** A formula that meets the result of a convolution, whose channels come last in memory, in several ways at once. */
async function mixed(...shapes: readonly (readonly number[])[]): Promise<ArrayLike<number>> {
  const draw = (shape: readonly number[]): Tensor => normal(shape, { random: random() });
  const image = operations.conv2d(draw([2, 3, 4, 4]), draw([5, 3, 3, 3]), { padding: 1 });
  const [b, c] = shapes.map(draw);
  return formula(image, b, c).data();
}

it.each([
  [
    [5, 1, 1],
    [1, 5, 4, 4],
  ],
  [
    [1, 5, 4, 4],
    [2, 5, 1, 1],
  ],
  [
    [2, 1, 4, 4],
    [1, 5, 4, 4],
  ],
  [
    [2, 5, 1, 1],
    [5, 1, 1],
  ],
])("a formula over a convolution, with %j and %j, is the same on wasm and on js", async (...shapes) => {
  useBackend(js());
  const wanted = await mixed(...shapes);
  useBackend(wasm({ threads: 1 }));
  const got = await mixed(...shapes);
  for (let i = 0; i < wanted.length; i++)
    expect(Math.abs(got[i] - wanted[i])).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(wanted[i])));
});
