import { expect, it } from "vitest";
import { archive } from "./archive.rows.test.ts";
import { fileInTar } from "./tar.ts";

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
