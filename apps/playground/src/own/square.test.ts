import { expect, it } from "vitest";
import type { OwnPoint } from "./own-data.ts";
import { moved, placeAt, pointAt } from "./square.ts";

it.each([
  [0, 0, { x: -1.5, y: 1.5 }],
  [0.5, 0.5, { x: 0, y: 0 }],
  [1.2, 0.75, { x: 1.5, y: -0.75 }],
])("at %f across and %f down is %j", (across, down, place) => expect(placeAt(across, down)).toEqual(place));

it("the nearest point is meant, but none that is far", () => {
  const [left, right]: readonly OwnPoint[] = [
    { x: 0, y: 0, label: 0 },
    { x: 0.06, y: 0, label: 1 },
  ];
  expect(pointAt([left, right], { x: 0.02, y: 0 })).toBe(left);
  expect(pointAt([left, right], { x: 0.04, y: 0.01 })).toBe(right);
  expect(pointAt([left, right], { x: 0.2, y: 0 })).toBeUndefined();
});

it("arrow keys move within the square, other keys nowhere", () => {
  expect(moved({ x: 0, y: 0 }, "ArrowUp")).toEqual({ x: 0, y: 0.1 });
  expect(moved({ x: 1.45, y: 0 }, "ArrowRight")).toEqual({ x: 1.5, y: 0 });
  expect(moved({ x: 0, y: 0 }, "a")).toBeUndefined();
});
