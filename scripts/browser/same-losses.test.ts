import { expect, inject, it } from "vitest";
import { trainSmallNetwork } from "./small-network.ts";

// Pages share memory among threads only when they are isolated from other origins.
it.each(crossOriginIsolated ? [1, 2] : [1])(
  "a network trained on %d threads of this page has Node's losses, bit for bit",
  async (threads) => {
    const trained = await trainSmallNetwork(threads);
    expect(trained.threads).toBe(threads);
    expect(trained.losses).toEqual(inject("lossesInNode"));
  },
);

it("a network that learns on this page is among those losses", async () => {
  const { losses } = await trainSmallNetwork(1);
  expect(losses.at(-1)).toBeLessThan(losses[0] / 4);
});
