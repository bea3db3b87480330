import { expect, it } from "vitest";
import { turnsForOthers } from "./turns-for-others.ts";

it("timers and what draws the page get their turns between steps that leave no time", async () => {
  const had = { timers: 0, frames: 0 };
  const timer = setInterval(() => had.timers++, 20);
  const draw = (): void => {
    had.frames++;
    if (had.frames < 3) requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
  const turn = turnsForOthers();
  for (let step = 0; step < 500 && (had.timers < 3 || had.frames < 3); step++) {
    const started = performance.now();
    while (performance.now() - started < 15);
    await turn();
  }
  clearInterval(timer);
  expect(had.frames).toBe(3);
  expect(had.timers).toBeGreaterThanOrEqual(3);
});
