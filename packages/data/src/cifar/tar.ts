/**
 * The content of a file in a tar archive (POSIX ustar), or nothing. An entry is a header of 512 bytes, with its name at 0
 * and its size in octal digits at 124, and then its content, filled up to a multiple of 512.
 */
export function fileInTar(
  archive: Uint8Array<ArrayBuffer>,
  name: string,
): Uint8Array<ArrayBuffer> | undefined {
  for (let at = 0; at + block <= archive.length;) {
    const size = Number.parseInt(text(archive, at + 124, 12), 8);
    if (!(size >= 0)) return undefined;
    const start = at + block;
    if (text(archive, at, 100) === name) return archive.slice(start, start + size);
    at = start + Math.ceil(size / block) * block;
  }
  return undefined;
}

const block = 512;

function text(bytes: Uint8Array, start: number, length: number): string {
  const field = new TextDecoder("latin1").decode(bytes.subarray(start, start + length));
  return field.split("\0", 1)[0].trim();
}
