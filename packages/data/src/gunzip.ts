import { DataError } from "./data-error.ts";

/**
 * Unzips a gzip file, in Node and in the browser.
 *
 * @example
 * const zipped = new Blob(["text"]).stream().pipeThrough(new CompressionStream("gzip"));
 * const bytes = await gunzip(new Uint8Array(await new Response(zipped).arrayBuffer()));
 * new TextDecoder().decode(bytes); // "text"
 */
export async function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const unzipped = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return new Uint8Array(await new Response(unzipped).arrayBuffer());
  } catch (cause) {
    throw new DataError("gunzip", `${bytes.length} bytes are no whole gzip file; get the file again`, {
      cause,
    });
  }
}

/** Whether bytes begin as every gzip file does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
