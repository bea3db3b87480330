import { expect, it } from "vitest";
import { peakLoop } from "./peak-loop.ts";

it("computes what it says: twelve chains of x · 0.5 + 1, four times a turn", () => {
  const { run, floatingPointOperations } = peakLoop();
  let x = 0.5;
  for (let i = 0; i < 2 * 4; i++) x = x * 0.5 + 1;
  expect(run(2)).toBeCloseTo(12 * x, 4);
  expect(floatingPointOperations).toBe(12 * 4 * 4 * 2);
});
