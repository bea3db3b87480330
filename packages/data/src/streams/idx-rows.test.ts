import fc from "fast-check";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { idxRows } from "./idx-rows.ts";
import { streamBatches } from "./stream-batches.ts";
import { all, piecewise } from "./walks.rows.test.ts";

describe("idxRows", () => {
  const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 51, 102, 1, 2);
  const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 1, 0, 1);

  it("gives images as mnist does, wherever the bytes are cut, also from zipped files", async () => {
    const zipped = () => new Blob([gzipSync(labels)]).stream().pipeThrough(new DecompressionStream("gzip"));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(images.length)),
        fc.integer({ min: 1, max: 4 }),
        async (ends, size) => {
          const rows = idxRows(() => piecewise(images, ends), zipped, { size });
          const [{ inputs, targets }] = await all(streamBatches(rows, { size: 3 }));
          expect(targets).toEqual({ data: Int32Array.of(1, 0, 1), shape: [3] });
          const shades = [0, 255, 51, 102, 1, 2].map((shade) => shade / 255);
          expect(inputs).toEqual({ data: Float32Array.from(shades), shape: [3, 1, 1, 2] });
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each([
    { of: "other files", inputs: Uint8Array.of(1, 2, 3), says: "expected 00 00 first" },
    { of: "a cut header", inputs: images.subarray(0, 9), says: "found 9 bytes, expected at least 16" },
    {
      of: "cut numbers",
      inputs: images.subarray(0, 20),
      says: "the inputs end before row 3 of shape [3, 1, 2]",
    },
    { of: "bytes at the end", inputs: Uint8Array.of(...images, 0), says: "bytes follow the inputs of shape" },
    { of: "other counts", inputs: images.with(7, 2), says: "2 rows of inputs but 3 of targets" },
  ])("refuses $of", async ({ inputs, says }) => {
    const attempt = all(
      idxRows(
        () => piecewise(inputs, []),
        () => piecewise(labels, []),
      ),
    );
    await expect(attempt).rejects.toThrow(says);
  });
});
