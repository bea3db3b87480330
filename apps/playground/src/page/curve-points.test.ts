import { expect, it } from "vitest";
import { heightOf, withMore } from "./curve-points.ts";

const point = (step: number, loss = 1) => ({ step, loss, testLoss: loss, accuracy: 0.5 });

it("losses far above the others, or not finite, do not decide how high the curve is drawn", () => {
  const usual = Array.from({ length: 99 }, (_, i) => point(i));
  expect(heightOf([...usual, point(99, 3000), point(100, NaN)])).toBeCloseTo(1.1);
  expect([heightOf([]), heightOf([point(1, 4)])]).toEqual([0.1, 4.4]);
});

it("a curve grows, and is thinned out when it is long", () => {
  expect(withMore([point(1)], [point(2)]).map(({ step }) => step)).toEqual([1, 2]);
  const long = withMore(
    [],
    Array.from({ length: 1001 }, (_, i) => point(i)),
  );
  expect([long.length, long[0].step, long[1].step, long.at(-1)!.step]).toEqual([501, 0, 2, 1000]);
});
