import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readSafetensors, writeSafetensors } from "./safetensors-file.ts";

let folder = "";
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "safetensors-"))));
afterAll(() => rm(folder, { recursive: true }));

const ones = { a: { data: new Float32Array([1, 1]), shape: [2] } };

it("reads what it wrote, and leaves nothing else in the folder", async () => {
  const path = join(folder, "model.safetensors");
  await writeSafetensors(path, ones, { metadata: { epoch: "3" } });
  const { tensors, metadata } = await readSafetensors(path);
  expect(tensors).toEqual({ a: { dtype: "F32", ...ones.a } });
  expect(metadata).toEqual({ epoch: "3" });
  expect(await readdir(folder)).toEqual(["model.safetensors"]);
});

it("leaves the old file whole when an array cannot be read in the middle of writing", async () => {
  const path = join(folder, "model.safetensors");
  await writeSafetensors(path, ones);
  const broken = { shape: [1], dtype: "float32", data: () => Promise.reject(new Error("freed")) };
  await expect(writeSafetensors(path, { ...ones, broken })).rejects.toThrow("freed");
  expect((await readSafetensors(path)).tensors).toEqual({ a: { dtype: "F32", ...ones.a } });
  expect(await readdir(folder)).toEqual(["model.safetensors"]);
});

it("says which file is missing", async () => {
  const path = join(folder, "none.safetensors");
  await expect(readSafetensors(path)).rejects.toThrow(`readSafetensors: cannot use ${path}: ENOENT`);
});
