import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { shakespeare } from "./shakespeare.ts";
import { vocabularyOf } from "./vocabulary.ts";
import { textWindows } from "./windows.ts";

it("decodes what it encoded, whatever the characters", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (text) => {
      const { encode, decode } = vocabularyOf(text);
      expect(decode(encode(text))).toBe(text);
    }),
  );
});

it.each([
  { of: "an empty text", attempt: () => vocabularyOf(""), says: "the text is empty" },
  { of: "an unknown character", attempt: () => vocabularyOf("ab").encode("abc"), says: '"c" does not occur' },
  {
    of: "an unknown token",
    attempt: () => vocabularyOf("ab").decode([2]),
    says: "token 2 is none of 0 to 1",
  },
  {
    of: "a text that is too short",
    attempt: () => textWindows(new Int32Array(3), { length: 3 }),
    says: "3 tokens are too few",
  },
  { of: "no length", attempt: () => textWindows(new Int32Array(3), { length: 0 }), says: "length is 0" },
  {
    of: "no stride",
    attempt: () => textWindows(new Int32Array(3), { length: 1, stride: 0.5 }),
    says: "stride is 0.5",
  },
])("refuses $of", ({ attempt, says }) => {
  expect(attempt).toThrow(says);
});

it("makes rows that overlap where the stride is shorter, and uses the last token as a target", () => {
  const { inputs, targets } = textWindows(Int32Array.of(1, 2, 3, 4), { length: 2, stride: 1 });
  expect(inputs).toEqual({ data: Int32Array.of(1, 2, 2, 3), shape: [2, 2] });
  expect(targets).toEqual({ data: Int32Array.of(2, 3, 3, 4), shape: [2, 2] });
});

it("refuses another text than the published one", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "shakespeare-"));
  await writeFile(join(dataDir, "input.txt"), "To be, or not to be");
  await expect(shakespeare({ dataDir })).rejects.toThrow("shakespeare: cannot use");
  await rm(dataDir, { recursive: true });
});

it.runIf(process.env["PIECEWISE_DATA_DIR"])("reads the text from the data folder", async () => {
  const text = await shakespeare();
  expect([text.length, vocabularyOf(text).characters.length]).toEqual([1_115_394, 65]);
});
