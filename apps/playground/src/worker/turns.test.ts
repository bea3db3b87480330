import { expect, it } from "vitest";
import { turns } from "./turns.ts";

it("who asks first has the first turn, and nobody has one before the last has ended", async () => {
  const queue = turns();
  const seen: string[] = [];
  const work = async (name: string) => {
    const end = await queue.take();
    seen.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 2));
    seen.push(`${name} ends`);
    end();
  };
  await Promise.all([work("a"), work("b"), work("c")]);
  expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});
