import { expect, inject, it, vi } from "vitest";
import { wasm } from "./index.ts";

const isolated = inject("isolated");

it(`the page is ${isolated ? "" : "not "}isolated from other origins`, () => {
  expect(crossOriginIsolated).toBe(isolated);
  expect(typeof SharedArrayBuffer).toBe(isolated ? "function" : "undefined");
});

if (isolated)
  it("has as many threads as were asked for, and keeps no address of their script", async () => {
    const made = vi.spyOn(URL, "createObjectURL");
    const backend = wasm({ threads: 3 });
    await vi.waitUntil(() => backend.threads === 3, 10_000);
    backend.dispose();
    expect(made).toHaveBeenCalledTimes(2);
    for (const { value } of made.mock.results) await expect(fetch(String(value))).rejects.toThrow();
  });
else
  it("has one thread, whatever was asked for", async () => {
    const backend = wasm({ threads: 3 });
    await new Promise((resume) => setTimeout(resume, 200));
    expect(backend.threads).toBe(1);
  });
