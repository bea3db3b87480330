import { describeConformance } from "@piecewise/conformance";
import { describe } from "vitest";
import { wasm } from "./index.ts";

// A page that is not isolated from other origins cannot share memory: it has one thread.
const counts = globalThis.crossOriginIsolated === false ? [1] : [1, 2];
const backends = counts.map((threads) => ({ threads, backend: wasm({ threads }) }));
for (const { threads, backend } of backends)
  while (backend.threads < threads) await new Promise((resume) => setTimeout(resume, 1));

describe.each(backends)("with $threads threads", ({ backend }) => {
  describeConformance(backend, { float64: false, tolerance: 4 });
});
