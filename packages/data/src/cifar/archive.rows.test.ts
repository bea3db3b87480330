/** An archive as tar writes it: a header and content of whole blocks for each file, then two empty blocks. */
export function archive(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(files).map(([name, content]) => {
    const bytes = new Uint8Array(512 + Math.ceil(content.length / 512) * 512);
    bytes.set(new TextEncoder().encode(name));
    bytes.set(new TextEncoder().encode(`${content.length.toString(8).padStart(11, "0")}\0`), 124);
    bytes.set(content, 512);
    return bytes;
  });
  return Uint8Array.from([...entries, new Uint8Array(1024)].flatMap((bytes) => [...bytes]));
}
