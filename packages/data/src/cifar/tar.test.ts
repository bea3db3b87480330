import { expect, it } from "vitest";
import { fileInTar } from "./tar.ts";

/** An archive as tar writes it: a header and content of whole blocks for each file, then two empty blocks. */
function archive(files: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(files).map(([name, content]) => {
    const bytes = new Uint8Array(512 + Math.ceil(content.length / 512) * 512);
    bytes.set(new TextEncoder().encode(name));
    bytes.set(new TextEncoder().encode(`${content.length.toString(8).padStart(11, "0")}\0`), 124);
    bytes.set(content, 512);
    return bytes;
  });
  return Uint8Array.from([...entries, new Uint8Array(1024)].flatMap((bytes) => [...bytes]));
}

it("finds a file by its name, whatever the sizes of those before it", () => {
  const files = {
    "a/": new Uint8Array(0),
    "a/one.bin": new Uint8Array(512).fill(1),
    "a/two.bin": new Uint8Array(513).fill(2),
    "a/three.bin": Uint8Array.of(3),
  };
  const bytes = archive(files);
  for (const [name, content] of Object.entries(files)) expect(fileInTar(bytes, name)).toEqual(content);
  expect(fileInTar(bytes, "two.bin")).toBeUndefined();
});

it("finds nothing in bytes that are no archive", () => {
  for (const bytes of [new Uint8Array(0), new Uint8Array(2048).fill(65)])
    expect(fileInTar(bytes, "a")).toBeUndefined();
});
