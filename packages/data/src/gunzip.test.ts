import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { gunzip, isGzip } from "./gunzip.ts";

const content = new Uint8Array(10_000).map((_, i) => i % 251);
const zipped = new Uint8Array(gzipSync(content));

it("unzips", async () => {
  expect(await gunzip(zipped)).toEqual(content);
});

it.each([
  ["a cut file", zipped.slice(0, zipped.length >> 1)],
  ["a changed file", zipped.map((byte, i) => (i === zipped.length - 6 ? byte ^ 1 : byte))],
  ["something else", content],
  ["nothing", new Uint8Array(0)],
])("refuses %s", async (_what, bytes) => {
  await expect(gunzip(bytes)).rejects.toMatchObject({
    name: "DataError",
    message: `gunzip: ${bytes.length} bytes are no whole gzip file; get the file again`,
  });
});

it("knows gzip by its first bytes", () => {
  expect(isGzip(zipped)).toBe(true);
  expect(isGzip(content)).toBe(false);
});
