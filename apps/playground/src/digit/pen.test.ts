import { expect, it } from "vitest";
import { withStroke } from "./pen.ts";

const rows = (pixels: Float32Array, side: number) =>
  Array.from({ length: side }, (_, row) =>
    [...pixels.subarray(row * side, (row + 1) * side)].map(Math.round),
  );

it("a stroke leaves ink along its way, and what was drawn before stays", () => {
  const down = withStroke(new Float32Array(49), 7, { x: 3.5, y: 1.5 }, { x: 3.5, y: 5.5 });
  expect(rows(down, 7)[3]).toEqual([0, 0, 1, 1, 1, 0, 0]);
  expect(down[3]).toBeGreaterThan(0);
  const cross = withStroke(down, 7, { x: 0.5, y: 3.5 }, { x: 6.5, y: 3.5 });
  expect(rows(cross, 7)[3]).toEqual([1, 1, 1, 1, 1, 1, 1]);
  expect(cross[3 + 7 * 5]).toBe(down[3 + 7 * 5]);
});

it("a pen that is put down and not moved leaves a dot", () => {
  const dot = withStroke(new Float32Array(49), 7, { x: 3.5, y: 3.5 }, { x: 3.5, y: 3.5 });
  expect(dot[24]).toBe(1);
  expect(dot[0]).toBe(0);
});
