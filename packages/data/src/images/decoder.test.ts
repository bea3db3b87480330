import { expect, it, vi } from "vitest";
import { sharpDecoder } from "./decoder.ts";

it("says what to do where sharp is not installed", async () => {
  vi.doMock("sharp", () => {
    throw new Error("Cannot find package 'sharp'");
  });
  await expect(sharpDecoder("imageFolder")).rejects.toThrow(
    /^imageFolder: .*sharp.*; run npm i sharp, or give/,
  );
  vi.doUnmock("sharp");
});
