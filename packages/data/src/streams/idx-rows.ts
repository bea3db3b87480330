import type { AsyncBatches } from "../batch-source.ts";
import { DataError } from "../data-error.ts";
import { idxHeader, idxHeaderLength, viewOf } from "../idx.ts";
import { grey } from "../image-collection.ts";
import type { Rows } from "../rows.ts";
import { checkWholeNumber } from "../whole-number.ts";
import { byteReader, type ByteReader } from "./byte-reader.ts";
import type { ChunkSource } from "./chunks.ts";

/**
 * The rows of two IDX files, images and their labels say, piece by piece as they are read, in batches of `size` rows (256
 * unless given). For `streamBatches`, which shuffles them. Images of bytes `[n, h, w]` become numbers from 0 to 1, shape
 * `[n, 1, h, w]`, and labels an `Int32Array`, as in `mnist`; other numbers stay as in `parseIdx`.
 *
 * @example
 * const file = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4);
 * const open = () => new Blob([file]).stream();
 * for await (const { targets } of idxRows(open, open)) targets.data; // [5,0,4]
 */
export function idxRows(
  inputs: ChunkSource,
  targets: ChunkSource,
  { size = 256 }: { readonly size?: number } = {},
): AsyncBatches {
  checkWholeNumber(operation, "size", size, 1);
  return {
    async *[Symbol.asyncIterator]() {
      const readers = [byteReader(operation, inputs), byteReader(operation, targets)] as const;
      try {
        const [inputFile, targetFile] = [await open(readers[0], "inputs"), await open(readers[1], "targets")];
        checkCounts(inputFile.count, targetFile.count);
        for (let start = 0; start < inputFile.count; start += size) {
          const rows = Math.min(size, inputFile.count - start);
          yield { inputs: images(await inputFile.next(rows)), targets: labels(await targetFile.next(rows)) };
        }
        await inputFile.end();
        await targetFile.end();
      } finally {
        await Promise.all(readers.map((reader) => reader.close()));
      }
    },
  };
}

const operation = "idxRows";

interface IdxFile {
  readonly count: number;
  next(rows: number): Promise<Rows>;
  /** Refuses what follows the numbers. */
  end(): Promise<void>;
}

async function open(reader: ByteReader, name: string): Promise<IdxFile> {
  const beginning = await reader.read(4);
  const sizes = await reader.read(idxHeaderLength(beginning) - 4);
  const { format, shape } = idxHeader(Uint8Array.from([...beginning, ...sizes]));
  const [count, ...rowShape] = shape;
  const width = rowShape.reduce((product, length) => product * length, 1);
  return {
    count,
    async next(rows) {
      const expected = rows * width * format.bytes;
      const bytes = await reader.read(expected);
      if (bytes.length < expected)
        throw new DataError(
          operation,
          `the ${name} end before row ${count} of shape [${shape.join(", ")}]; the file is cut short`,
        );
      return { data: format.read(viewOf(bytes), 0, rows * width), shape: [rows, ...rowShape] };
    },
    async end() {
      if ((await reader.read(1)).length > 0)
        throw new DataError(
          operation,
          `bytes follow the ${name} of shape [${shape.join(", ")}]; remove them`,
        );
    },
  };
}

function checkCounts(inputs: number, targets: number): void {
  if (inputs === targets) return;
  throw new DataError(
    operation,
    `${inputs} rows of inputs but ${targets} of targets; give files that belong together`,
  );
}

const images = (rows: Rows): Rows =>
  rows.data instanceof Uint8Array && rows.shape.length === 3 ? grey(rows) : rows;

const labels = (rows: Rows): Rows =>
  rows.data instanceof Uint8Array ? { ...rows, data: Int32Array.from(rows.data) } : rows;
