import { homedir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { findDisk } from "./disk.ts";

afterEach(() => void vi.unstubAllEnvs());

it.each([
  ["/caches", "/caches/piecewise"],
  ["", join(homedir(), ".cache", "piecewise")],
  ["relative/folder", join(homedir(), ".cache", "piecewise")],
])("with XDG_CACHE_HOME %j keeps downloads in %s", (named, folder) => {
  vi.stubEnv("XDG_CACHE_HOME", named);
  expect(findDisk()?.cacheFolder()).toBe(folder);
});

it("tells files from folders and from nothing", async () => {
  const disk = findDisk();
  expect(await disk?.isFile(import.meta.filename)).toBe(true);
  expect(await disk?.isFile(import.meta.dirname)).toBe(false);
  expect(await disk?.isFile(join(import.meta.dirname, "absent"))).toBe(false);
});

it("finds no disk in a browser", () => {
  vi.stubGlobal("process", undefined);
  const found = findDisk();
  vi.unstubAllGlobals();
  expect(found).toBeUndefined();
});
