import { expect, it } from "vitest";
import { gate } from "./gate.ts";

it("lets as many steps pass as it was opened for, and all until it is closed", async () => {
  const way = gate();
  let passed = 0;
  const walker = (async () => {
    while (passed < 9) {
      await way.pass();
      passed++;
    }
  })();
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  await turn();
  expect([passed, way.isClosed]).toEqual([0, true]);
  way.open(3);
  await turn();
  expect([passed, way.isClosed]).toEqual([3, true]);
  way.open(Infinity);
  await walker;
  expect(way.isClosed).toBe(false);
  way.close();
  expect(way.isClosed).toBe(true);
});
