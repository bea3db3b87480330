import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseSafetensors, safetensorsBytes, safetensorsChunks } from "./safetensors.ts";
import type { WritableArray } from "./stored-array.ts";

const folder = new URL("../../../../fixtures/formats/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".safetensors"));
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));

/** A file with this header, and so many zeros after it. */
function file(header: string, bytes = 0): Uint8Array {
  const text = new TextEncoder().encode(header);
  const whole = new Uint8Array(8 + text.length + bytes);
  new DataView(whole.buffer).setBigUint64(0, BigInt(text.length), true);
  whole.set(text, 8);
  return whole;
}

it("reads a file of many dtypes as PyTorch wrote it", () => {
  const { tensors, metadata } = parseSafetensors(fixture("good_mixed.safetensors"));
  expect(metadata).toEqual({ format: "pt" });
  expect(tensors["bf16"]).toEqual({
    dtype: "BF16",
    shape: [4],
    data: new Float32Array([1, -2.5, 3.140625, Infinity]),
  });
  expect(tensors["f16"]).toEqual({
    dtype: "F16",
    shape: [4],
    data: new Float32Array([1, -2.5, 3.140625, Infinity]),
  });
  expect(tensors["f32"]).toEqual({
    dtype: "F32",
    shape: [2, 2],
    data: new Float32Array([1, -0, NaN, -Infinity]),
  });
  expect(tensors["scalar"]).toEqual({ dtype: "F32", shape: [], data: new Float32Array([7]) });
  expect(tensors["empty"]).toEqual({ dtype: "F32", shape: [0, 5], data: new Float32Array(0) });
  expect(tensors["bool"]).toEqual({ dtype: "BOOL", shape: [3], data: new Uint8Array([1, 0, 1]) });
  expect(tensors["i8"]).toEqual({ dtype: "I8", shape: [2], data: new Int8Array([-1, 5]) });
});

it.each(files.filter((name) => name.startsWith("good_")))(
  "%s is the same once written and read again",
  async (name) => {
    const { tensors, metadata } = parseSafetensors(fixture(name));
    expect(parseSafetensors(await safetensorsBytes(tensors, { metadata }))).toEqual({ tensors, metadata });
  },
);

it.each(files.filter((name) => name.startsWith("bad_")))("%s is refused", (name) => {
  expect(() => parseSafetensors(fixture(name))).toThrow(/^parseSafetensors: .+; /);
});

const entry = (rest: string) => `{"a":{${rest}}}`;
const good = '"dtype":"I8","shape":[2],"data_offsets":[0,2]';

it.each([
  {
    of: "an unknown dtype",
    header: entry(good.replace("I8", "F8_E4M3")),
    bytes: 2,
    says: '"a" has the dtype "F8_E4M3"',
  },
  {
    of: "a negative size",
    header: entry(good.replace("[2]", "[-1,-2]")),
    bytes: 2,
    says: "has the shape [-1,-2]",
  },
  {
    of: "sizes beyond 2^53",
    header: entry(good.replace("[2]", "[9007199254740993]")),
    bytes: 2,
    says: "has the shape",
  },
  {
    of: "a product beyond 2^53",
    header: entry(good.replace("[2]", "[4294967296,4294967296]")),
    bytes: 2,
    says: "needs",
  },
  {
    of: "offsets that go back",
    header: entry(good.replace("[0,2]", "[2,0]")),
    bytes: 2,
    says: "needs 2 bytes and has -2",
  },
  { of: "one offset", header: entry(good.replace("[0,2]", "[0]")), bytes: 2, says: "has the offsets [0]" },
  {
    of: "bytes at the end",
    header: entry(good),
    bytes: 3,
    says: "1 bytes after the last array belong to none",
  },
  { of: "missing bytes", header: entry(good), bytes: 1, says: "the arrays need 2 bytes, but 1 follow" },
  {
    of: "a name twice",
    header: `{"a":{${good}},"a":{${good}}}`,
    bytes: 2,
    says: "names 2 entries, but only 1 names differ",
  },
  {
    of: "metadata that are no texts",
    header: '{"__metadata__":{"epoch":3}}',
    bytes: 0,
    says: "__metadata__",
  },
  { of: "a list", header: "[]", bytes: 0, says: "not a JSON object" },
  { of: "space before the header", header: " {}", bytes: 0, says: "not a JSON object" },
  { of: "an entry that is null", header: '{"a":null}', bytes: 0, says: "not described by an object" },
])("refuses $of", ({ header, bytes, says }) => {
  expect(() => parseSafetensors(file(header, bytes))).toThrow(says);
});

it("refuses a header of 2^63 bytes", () => {
  const bytes = file("{}");
  bytes[7] = 0x80;
  expect(() => parseSafetensors(bytes)).toThrow("said to have 9223372036854775810 bytes");
});

it("takes names that objects have of their own", () => {
  const { tensors } = parseSafetensors(file(`{"__proto__":{${good}}}`, 2));
  expect(Object.keys(tensors)).toEqual(["__proto__"]);
});

it("gives arrays that share memory with the file, wherever its bytes begin", async () => {
  const arrays = {
    a: { data: new Int8Array([1, 2, 3]), shape: [3] },
    b: { data: new Float64Array([0.5]), shape: [1] },
  };
  const bytes = await safetensorsBytes(arrays);
  const { a, b } = parseSafetensors(bytes).tensors;
  expect([a.data.buffer, b.data.buffer]).toEqual([bytes.buffer, bytes.buffer]);
  const moved = new Uint8Array(bytes.length + 1);
  moved.set(bytes, 1);
  expect(parseSafetensors(moved.subarray(1)).tensors["b"].data).toEqual(new Float64Array([0.5]));
});

describe("what is written", () => {
  it("reads the numbers of each array when it is its turn", async () => {
    const asked: string[] = [];
    const later = (name: string): WritableArray => ({
      shape: [1],
      dtype: "float32",
      data: async () => (asked.push(name), new Float32Array([1])),
    });
    const chunks = safetensorsChunks({ a: later("a"), b: later("b") });
    await chunks.next();
    expect(asked).toEqual([]);
    await chunks.next();
    expect(asked).toEqual(["a"]);
  });

  it.each([
    {
      of: "too few numbers",
      array: { data: new Float32Array(2), shape: [3] },
      says: "needs 3 numbers, got 2",
    },
    {
      of: "an unknown dtype",
      array: { data: new Float32Array(1), shape: [1], dtype: "complex64" },
      says: "complex64",
    },
    {
      of: "another typed array",
      array: { data: new Float64Array(1), shape: [1], dtype: "F32" },
      says: "F32 is stored from",
    },
    {
      of: "later numbers without a dtype",
      array: { data: async () => new Int8Array(1), shape: [1] },
      says: "undefined",
    },
  ])("is refused for $of", async ({ array, says }) => {
    await expect(safetensorsBytes({ a: array })).rejects.toThrow(says);
  });

  it("keeps halves to the nearest, ties to even", async () => {
    const data = new Float32Array([1.0009765625, 2049, 2051, 65504, 65520, 2 ** -24, 2 ** -25, 1e-3, -0]);
    const { tensors } = parseSafetensors(await safetensorsBytes({ a: { data, shape: [9], dtype: "F16" } }));
    const expected = [1.0009765625, 2048, 2052, 65504, Infinity, 2 ** -24, 0, 2 ** -10 * 1.0244140625, -0];
    expect([...tensors["a"].data]).toEqual(expected);
  });

  it("keeps brain floats to the nearest, ties to even", async () => {
    const data = new Float32Array([1, 1.00390625, 1.01171875, 2 ** 127, NaN]);
    const { tensors } = parseSafetensors(await safetensorsBytes({ a: { data, shape: [5], dtype: "BF16" } }));
    expect([...tensors["a"].data]).toEqual([1, 1, 1.015625, 2 ** 127, NaN]);
  });
});
