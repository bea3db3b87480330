import fc from "fast-check";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseCifar10 } from "./cifar/parse-cifar10.ts";
import { isDataError } from "./data-error.ts";
import { parseNpy } from "./formats/npy.ts";
import { parseNpz } from "./formats/npz.ts";
import { parseSafetensors } from "./formats/safetensors.ts";
import { sizeOf, type StoredArray } from "./formats/stored-array.ts";
import { parseIdx } from "./idx.ts";
import { parseCsv } from "./tables/csv.ts";
import { tableDataset } from "./tables/table-dataset.ts";

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../fixtures/formats/${name}`, import.meta.url)));
const text = (content: string) => new TextEncoder().encode(content);

interface Format {
  readonly format: string;
  readonly wholes: readonly Uint8Array[];
  /** All arrays of a file. */
  readonly read: (bytes: Uint8Array) => readonly StoredArray[];
}

const table = 'height,"le,af",kind\r\n1.5,round,oak\n-3e2,"lo""ng",elm\n?,round,NaN\n inf ,,oak\n';

const formats: readonly Format[] = [
  {
    format: "CSV",
    wholes: [text(table), text(table.replaceAll(",", ";"))],
    read(bytes) {
      const { columns, lines } = parseCsv(bytes);
      const target = columns.at(-1)?.name ?? "";
      const { inputs, targets } = tableDataset({ columns, lines }, { target, missing: "drop" });
      return [inputs, targets];
    },
  },
  {
    format: "IDX",
    wholes: [
      Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6),
      Uint8Array.of(0, 0, 0x0d, 1, 0, 0, 0, 2, 63, 128, 0, 0, 127, 192, 0, 0),
    ],
    read: (bytes) => [parseIdx(bytes)],
  },
  {
    format: "CIFAR-10",
    wholes: [new Uint8Array(2 * 3073).fill(9)],
    read(bytes) {
      const { inputs, targets } = parseCifar10(bytes);
      return [inputs, targets];
    },
  },
  {
    format: ".npy",
    wholes: ["fortran.npy", "bigendian.npy", "f16.npy", "bool.npy"].map(fixture),
    read: (bytes) => [parseNpy(bytes)],
  },
  {
    format: ".npz",
    wholes: ["arrays.npz", "arrays_deflate.npz"].map(fixture),
    read: (bytes) => Object.values(parseNpz(bytes)),
  },
  {
    format: "safetensors",
    wholes: ["good_mixed.safetensors", "good_padded_header.safetensors", "bad_overlap.safetensors"].map(
      fixture,
    ),
    read: (bytes) => Object.values(parseSafetensors(bytes).tensors),
  },
];

/** Bytes that files are often wrong about: ends of ranges, sizes beyond all memory, NaN, pieces of headers. */
const telling = fc.constantFrom(
  ...[[0], [255], [0x7f, 0xff, 0xff, 0xff], [0, 0, 0, 0, 0, 0, 0, 0x80], new Array<number>(8).fill(255)],
  ...[[0x7f, 0xc0, 0, 0], [0x22], [0x2c, 0x22], [0x0d], [0xef, 0xbb, 0xbf], [0x1f, 0x8b], [0x50, 0x4b, 3, 4]],
  ...["NaN", "-1", "1e999", "{", "[[[", "null", "(9999999999,)", "99999999999999999999", "\n\n,,,\n"].map(
    (part) => [...text(part)],
  ),
);

/** Without bias, most numbers would be near 0. As a share of its length, a place suits every file. */
const share = fc.noBias(fc.nat(9_999)).map((part) => part / 10_000);
const place = fc.oneof({ weight: 9, arbitrary: share }, { weight: 1, arbitrary: fc.constant(0) });
const byte = fc.oneof(fc.noBias(fc.nat(127)), fc.noBias(fc.nat(255)));

/** Puts `bytes` in the place of some others. */
const edit = fc.record({
  at: place,
  removed: fc.oneof({ weight: 5, arbitrary: fc.nat(8) }, { weight: 1, arbitrary: fc.nat(4000) }),
  bytes: fc.oneof(telling, fc.array(byte, { maxLength: 8 })),
});
const flip = fc.record({ at: place, removed: fc.constant(1), bytes: fc.tuple(byte) });
const damage = fc.record({
  which: fc.nat(3),
  edits: fc.array(fc.oneof(flip, edit), { maxLength: 3 }),
  keep: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: share }),
});

type Damage = typeof damage extends fc.Arbitrary<infer D> ? D : never;

function damaged(whole: Uint8Array, { edits, keep }: Pick<Damage, "edits" | "keep">): Uint8Array {
  let bytes = whole.slice();
  for (const { at, removed, bytes: added } of edits) {
    const start = Math.floor(at * bytes.length);
    bytes = Uint8Array.from([...bytes.subarray(0, start), ...added, ...bytes.subarray(start + removed)]);
  }
  return bytes.subarray(0, Math.ceil(keep * bytes.length));
}

it.each(formats)(
  "refuses any damaged $format file with a DataError, or reads it whole",
  ({ wholes, read }) => {
    const check = (bytes: Uint8Array) => {
      const before = bytes.slice();
      try {
        for (const { data, shape } of read(bytes)) expect(data.length).toBe(sizeOf(shape));
      } catch (thrown) {
        if (!isDataError(thrown)) throw thrown;
      }
      expect(Buffer.compare(bytes, before)).toBe(0);
    };
    fc.assert(
      fc.property(damage, ({ which, ...how }) => check(damaged(wholes[which % wholes.length], how))),
      { numRuns: 9_000 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), check), { numRuns: 1_000 });
  },
);
