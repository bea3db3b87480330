import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { npyBytes, parseNpy } from "./npy.ts";
import { npzBytes, parseNpz } from "./npz.ts";

const folder = new URL("../../../../fixtures/formats/", import.meta.url);
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));

interface Expected {
  readonly dtype: string;
  readonly shape: number[];
  readonly values: unknown;
}
const expected = JSON.parse(readFileSync(new URL("expected.json", folder), "utf8")) as Record<
  string,
  Expected
>;

const flat = (values: unknown): unknown[] => (Array.isArray(values) ? values.flatMap(flat) : [values]);
const plain = (data: Iterable<number | bigint>) => [...data].map(Number);

it.each(Object.entries(expected))("reads %s as NumPy does", (name, { dtype, shape, values }) => {
  const array = parseNpy(fixture(`${name}.npy`));
  expect({ dtype: array.dtype, shape: array.shape }).toEqual({ dtype, shape });
  expect(plain(array.data)).toEqual(flat(values).map(Number));
});

it.each(["fortran", "bigendian"])("reads %s in rows and in this machine's byte order", (name) => {
  const array = parseNpy(fixture(`${name}.npy`));
  expect(array.shape).toEqual([2, 3]);
  expect(plain(array.data)).toEqual(flat(expected["f32"].values));
});

it.each(["arrays.npz", "arrays_deflate.npz"])("reads %s", (name) => {
  const arrays = parseNpz(fixture(name));
  expect(Object.keys(arrays).sort()).toEqual(["bool", "f32", "i64"]);
  for (const [key, { data }] of Object.entries(arrays))
    expect(plain(data)).toEqual(flat(expected[key].values).map(Number));
});

it.each(["f32", "f64", "i64", "i32", "u8", "bool", "scalar", "empty"])("writes %s as NumPy does", (name) => {
  const bytes = fixture(`${name}.npy`);
  expect(parseNpy(npyBytes(parseNpy(bytes)))).toEqual(parseNpy(bytes));
});

it("puts three axes of Fortran's order in rows", () => {
  const data = Float32Array.from({ length: 24 }, (_, i) => i);
  const bytes = npyBytes({ data, shape: [2, 3, 4] });
  const text = Buffer.from(bytes).toString("latin1").replace("False", "True ");
  const array = parseNpy(Buffer.from(text, "latin1"));
  // [i, j, k] lies at i + 2 j + 6 k.
  expect([...array.data].slice(0, 6)).toEqual([0, 6, 12, 18, 2, 8]);
});

it("writes and reads zip files, compressed or not", () => {
  const arrays = {
    a: { data: new Float32Array(500), shape: [5, 100] },
    b: { data: new Uint32Array([7]), shape: [] },
  };
  const [stored, compressed] = [npzBytes(arrays), npzBytes(arrays, { compress: true })];
  expect(compressed.length).toBeLessThan(stored.length / 2);
  for (const bytes of [stored, compressed]) expect(parseNpz(bytes)["a"].data).toEqual(arrays.a.data);
});

const header = (text: string) => {
  const bytes = npyBytes({ data: new Uint8Array(0), shape: [0] });
  return Uint8Array.from([...bytes.subarray(0, 10), ...new TextEncoder().encode(text.padEnd(118))]);
};

it.each([
  { of: "no bytes", bytes: new Uint8Array(0), says: "does not begin" },
  { of: "another file", bytes: new TextEncoder().encode("a,b\n1,2\n3,4\n"), says: "does not begin" },
  { of: "a cut header", bytes: fixture("f32.npy").subarray(0, 20), says: "cut short" },
  {
    of: "missing numbers",
    bytes: fixture("f32.npy").subarray(0, 140),
    says: "found 12 bytes after the header, expected 24",
  },
  {
    of: "complex numbers",
    bytes: header("{'descr': '<c8', 'fortran_order': False, 'shape': (0,), }"),
    says: "<c8",
  },
  {
    of: "pickled objects",
    bytes: header("{'descr': '|O', 'fortran_order': False, 'shape': (0,), }"),
    says: "|O",
  },
  {
    of: "records",
    bytes: header("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (0,), }"),
    says: "header",
  },
  {
    of: "a huge shape",
    bytes: header(`{'descr': '<f4', 'fortran_order': False, 'shape': (${"9".repeat(20)},), }`),
    says: "shape",
  },
])("refuses $of", ({ bytes, says }) => {
  expect(() => parseNpy(bytes)).toThrow(says);
});

/** A zip file whose directory says that its first file unfolds to 4 GiB. */
function swollen(): Uint8Array {
  const bytes = Buffer.from(fixture("arrays_deflate.npz"));
  bytes.writeUInt32LE(2 ** 32 - 2, bytes.indexOf("PK\x01\x02") + 24);
  return bytes;
}

it.each([
  { of: "a file said to be huge", bytes: swollen(), says: "is said to have 4294967294 bytes, compressed to" },
  { of: "no zip file", bytes: fixture("f32.npy"), says: "no whole zip file" },
  { of: "a cut zip file", bytes: fixture("arrays.npz").subarray(0, 300), says: "no whole zip file" },
])("refuses $of as .npz", ({ bytes, says }) => {
  expect(() => parseNpz(bytes)).toThrow(says);
});
