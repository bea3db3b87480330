import { crc32 } from "./cyclic-redundancy.ts";
import { joinedBytes } from "./protocol-buffer.ts";

/** The bytes of a PNG from pixels: rows from the top, 1 (grey) or 3 (red, green, blue) bytes each. */
export async function png(
  pixels: Uint8Array<ArrayBuffer>,
  { width, height, channels }: { readonly width: number; readonly height: number; readonly channels: 1 | 3 },
): Promise<Uint8Array<ArrayBuffer>> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, channels === 1 ? 0 : 2], 8);
  const line = width * channels;
  // Each line begins with the number of its filter: none.
  const lines = new Uint8Array(height * (line + 1));
  for (let row = 0; row < height; row++)
    lines.set(pixels.subarray(row * line, (row + 1) * line), row * (line + 1) + 1);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  const packed = await deflated(lines);
  return joinedBytes([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", packed),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

function chunk(kind: string, bytes: Uint8Array): Uint8Array {
  const checked = joinedBytes([new TextEncoder().encode(kind), bytes]);
  return joinedBytes([bigEndian(bytes.length), checked, bigEndian(crc32(checked))]);
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
