import { expect, it } from "vitest";
import { UnitHistory } from "./unit-history.ts";

/** Three units: one that moves always, one that stops at step 4, one that never moves. */
function watched() {
  const history = new UnitHistory(3);
  [1, 2, 4, 8].forEach((step) => history.note(step, [5, step < 4 ? 1 : 0, 0]));
  return history;
}

it("a unit is dead that has not moved in a whole window, and not merely once", () => {
  expect(watched().dead(4)).toEqual([2]);
  expect(watched().dead(2)).toEqual([1, 2]);
  expect(watched().dead(5)).toEqual([]);
});

it("a unit is dead since the step at which it stopped, or since the start", () => {
  expect(watched().since([1])).toBe(4);
  expect(watched().since([2])).toBe(0);
});

it("a unit that moves again is alive", () => {
  const history = watched();
  history.note(16, [0, 1, 1]);
  expect(history.dead(1)).toEqual([0]);
});

it("counts how often units begin or cease to move", () => {
  expect(watched().switching).toBeCloseTo(1 / 9);
});
