import { expect, it } from "vitest";
import { withMore } from "./curve-points.ts";

it("a curve grows, and is thinned out when it is long", () => {
  const point = (step: number) => ({ step, loss: 1, testLoss: 1, accuracy: 0.5 });
  expect(withMore([point(1)], [point(2)]).map(({ step }) => step)).toEqual([1, 2]);
  const long = withMore(
    [],
    Array.from({ length: 1001 }, (_, i) => point(i)),
  );
  expect([long.length, long[0].step, long[1].step, long.at(-1)!.step]).toEqual([501, 0, 2, 1000]);
});
