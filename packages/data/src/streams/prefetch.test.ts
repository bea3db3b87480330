import { describe, expect, it } from "vitest";
import type { Batch } from "../batch-source.ts";
import { batches } from "../batches.ts";
import { prefetch } from "./prefetch.ts";
import { labelsIn, numbered, oneByOne } from "./walks.rows.test.ts";

const turn = () => new Promise((resolve) => setTimeout(resolve));

describe("prefetch", () => {
  it("reads ahead as far as it may, and gives batches in their order", async () => {
    const seen: number[] = [];
    const walk = prefetch({ [Symbol.asyncIterator]: () => oneByOne(seen) }, 2)[Symbol.asyncIterator]();
    await walk.next();
    await turn();
    expect(seen).toEqual([0, 1, 2]);
    expect((await walk.next()).value).toMatchObject({ targets: { data: Int32Array.of(1) } });
    expect(await labelsIn(prefetch(batches(numbered(6), { size: 4 }), 3))).toEqual([
      [0, 1, 2, 3],
      [4, 5],
    ]);
  });

  it("throws the source's error when it is its turn, and closes a source that is left early", async () => {
    let closed = 0;
    const failing = {
      async *[Symbol.asyncIterator]() {
        try {
          yield* batches(numbered(2), { size: 1 });
          throw new Error("the cable is cut");
        } finally {
          closed++;
        }
      },
    };
    const found: Batch[] = [];
    const walk = async () => {
      for await (const batch of prefetch(failing, 5)) found.push(batch);
    };
    await expect(walk()).rejects.toThrow("the cable is cut");
    expect([found.length, closed]).toEqual([2, 1]);
    for await (const batch of prefetch(failing, 1)) if (batch) break;
    expect(closed).toBe(2);
  });
});
