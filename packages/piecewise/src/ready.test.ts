import { expect, it } from "vitest";
import { add, currentBackend, ready, tensor, type BackendName } from "./index.ts";

it.each([
  ["auto", "wasm"],
  ["wasm", "wasm"],
  ["js", "js"],
] as const)("ready with %s makes %s the backend in use and gives it", async (backend, name) => {
  const chosen = await ready({ backend });
  expect(currentBackend()).toBe(chosen);
  expect(chosen.name).toBe(name);
  expect(await add(tensor([1, 2]), 1).array()).toEqual([2, 3]);
});

it("names the backends there are when asked for another", async () => {
  await expect(ready({ backend: "cuda" as BackendName })).rejects.toThrow(
    'ready: there is no backend "cuda", only auto, wasm, js',
  );
});
