import { expect, it } from "vitest";
import { parseIdx } from "./idx.ts";

/** The bytes of an IDX file. */
function idx(code: number, shape: readonly number[], content: Iterable<number>): Uint8Array {
  const sizes = shape.flatMap((size) => [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]);
  return new Uint8Array([0, 0, code, shape.length, ...sizes, ...content]);
}

it.each([
  { code: 0x08, kind: "uint8", content: [0, 255], expected: new Uint8Array([0, 255]) },
  { code: 0x09, kind: "int8", content: [1, 255], expected: new Int32Array([1, -1]) },
  { code: 0x0b, kind: "int16", content: [1, 2, 255, 254], expected: new Int32Array([258, -2]) },
  {
    code: 0x0c,
    kind: "int32",
    content: [0, 1, 0, 0, 255, 255, 255, 255],
    expected: new Int32Array([65536, -1]),
  },
  {
    code: 0x0d,
    kind: "float32",
    content: [63, 128, 0, 0, 192, 0, 0, 0],
    expected: new Float32Array([1, -2]),
  },
  {
    code: 0x0e,
    kind: "float64",
    content: [63, 240, 0, 0, 0, 0, 0, 0, 192, 0, 0, 0, 0, 0, 0, 0],
    expected: new Float32Array([1, -2]),
  },
])("reads $kind", ({ code, kind, content, expected }) => {
  expect(parseIdx(idx(code, [2], content))).toEqual({ kind, shape: [2], data: expected });
});

it("reads sizes in several dimensions, from the middle of a buffer", () => {
  const file = idx(8, [2, 1, 3], [1, 2, 3, 4, 5, 6]);
  const within = new Uint8Array([9, 9, 9, ...file]).subarray(3);
  expect(parseIdx(within)).toEqual({
    kind: "uint8",
    shape: [2, 1, 3],
    data: new Uint8Array([1, 2, 3, 4, 5, 6]),
  });
});

it("shares no memory with the file", () => {
  const file = idx(8, [1], [7]);
  const { data } = parseIdx(file);
  file.fill(0);
  expect(data[0]).toBe(7);
});

const zeros = new Array<number>(17).fill(0);

it.each([
  ["an empty file", new Uint8Array(0), "found no bytes, expected 00 00 first"],
  [
    "another kind of file",
    new Uint8Array([0x89, 0x50, 0x4e, 0x47]),
    "found the bytes 89 50 4e 47, expected 00 00",
  ],
  ["a zipped file", new Uint8Array([0x1f, 0x8b, 8, 0]), "the bytes are gzip; unzip them with `gunzip` first"],
  ["an unknown kind of numbers", idx(0x0a, [1], [1]), "unknown kind of numbers in the bytes 00 00 0a 01"],
  ["no dimensions", idx(8, [], []), "found 0 dimensions, expected 1 to 16"],
  ["too many dimensions", idx(8, zeros, []), "found 17 dimensions, expected 1 to 16"],
  ["a cut header", idx(8, [1, 2], []).subarray(0, 9), "found 9 bytes, expected at least 12 for 2 dimensions"],
  [
    "cut numbers",
    idx(0x0b, [2, 2], [1, 2, 3]),
    "found 15 bytes, expected 20 for shape [2, 2]; the file is cut short",
  ],
  [
    "trailing bytes",
    idx(8, [2], [1, 2, 3]),
    "found 11 bytes, expected 10 for shape [2]; remove what follows",
  ],
  ["absurd sizes", idx(8, [2 ** 32 - 1, 2 ** 32 - 1], [1]), "found 13 bytes, expected 18446744065119617000"],
])("refuses %s", (_what, bytes, message) => {
  expect(() => parseIdx(bytes)).toThrow(`parseIdx: ${message}`);
});

it("refuses a file that is cut anywhere", () => {
  const file = idx(0x0d, [2, 3], new Uint8Array(24));
  for (let end = 0; end < file.length; end++)
    expect(() => parseIdx(file.subarray(0, end))).toThrow("parseIdx: ");
});
