import { describe, expect, it } from "vitest";
import { reportOn, type Equipment } from "./doctor.ts";
import { doctor, ready } from "./index.ts";

const all: Equipment = {
  ...{ backend: "wasm", threads: 4, cores: 4, runtime: "Node 24.0.0" },
  ...{ simd: true, relaxedSimd: true, sharedMemory: true },
};

describe("doctor", () => {
  it.each(["wasm", "js"] as const)("names the backend in use: %s", async (backend) => {
    await ready({ backend, threads: 1 });
    expect(doctor()).toMatchObject({ backend, threads: 1, simd: true, sharedMemory: true });
  });

  it("has no advice where nothing is missing", () => {
    expect(reportOn(all).advice).toEqual([]);
  });

  it.each<readonly [missing: Partial<Equipment>, advice: string]>([
    [{ simd: false }, "no WebAssembly SIMD: JavaScript does the work"],
    [
      { sharedMemory: false, threads: 1 },
      "one thread; serve the page with Cross-Origin-Opener-Policy: same-origin and",
    ],
    [{ backend: "js", threads: 1 }, "await ready() takes WebAssembly instead"],
    [{ threads: 1 }, "workers are still starting, or ready({ threads: 1 }) asked for no more"],
  ])("says in one sentence what to do about %o", (missing, advice) => {
    expect(reportOn({ ...all, ...missing }).advice).toEqual([expect.stringContaining(advice)]);
  });

  it("is a report to read as a string", () => {
    expect(String(reportOn({ ...all, relaxedSimd: false, threads: 1 }))).toBe(
      [
        "backend: wasm",
        "threads: 1, cores: 4",
        "SIMD: yes",
        "relaxed SIMD: no",
        "shared memory: yes",
        "runs on: Node 24.0.0",
        "one thread: workers are still starting, or ready({ threads: 1 }) asked for no more",
      ].join("\n"),
    );
  });
});
