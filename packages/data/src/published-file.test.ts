import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { verifiedContent } from "./published-file.ts";

const content = new TextEncoder().encode("thirty-two");
const sha256 = createHash("sha256").update(content).digest("hex");
const file = { name: "numbers", sha256 };

it("gives the content of a copy, zipped or not, however it was zipped", async () => {
  expect(await verifiedContent(file, content)).toEqual(content);
  expect(await verifiedContent(file, new Uint8Array(gzipSync(content, { level: 1 })))).toEqual(content);
  expect(await verifiedContent(file, new Uint8Array(gzipSync(content, { level: 9 })))).toEqual(content);
});

it("refuses other content, with both digests", async () => {
  const other = new TextEncoder().encode("thirty-three");
  const found = createHash("sha256").update(other).digest("hex");
  await expect(verifiedContent(file, other)).rejects.toThrow(
    `its content has the SHA-256 ${found}, expected ${sha256} for numbers`,
  );
});

it("refuses a corrupt copy", async () => {
  await expect(verifiedContent(file, new Uint8Array(gzipSync(content)).slice(0, -1))).rejects.toThrow(
    "gunzip: ",
  );
});

it("takes a text with other line ends", async () => {
  const text = (content: string) => new TextEncoder().encode(content);
  const sha256 = "911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2";
  const named = { name: "a.txt", sha256, digestOf: "text" } as const;
  const found = await verifiedContent(named, text("a\r\nb\r\n"));
  expect(found).toEqual(text("a\nb\n"));
});
