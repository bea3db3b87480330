import { expect, it } from "vitest";
import { stopwatch } from "./stopwatch.ts";

it("tells steps per second over the last half second, and does not count what it was told to forget", () => {
  let time = 0;
  const watch = stopwatch(() => time);
  expect(watch.perSecond(0)).toBe(0);
  time = 1000;
  expect(watch.perSecond(200)).toBe(200);
  time = 2000;
  expect(watch.perSecond(300)).toBe(100);
  watch.forget();
  time = 9000;
  expect(watch.perSecond(300)).toBe(100);
  time = 10_000;
  expect(watch.perSecond(350)).toBe(50);
});
