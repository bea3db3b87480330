import { describeConformance } from "@piecewise/conformance";
import { describe, vi } from "vitest";
import { Engine, type Kernel } from "./engine.ts";
import { places } from "./job.ts";
import { hasRelaxedSimd } from "./multiply-add.ts";
import { backendOn, wasm } from "./wasm.ts";

// A page that is not isolated from other origins cannot share memory: it has one thread.
const counts = globalThis.crossOriginIsolated === false ? [1] : [1, 2];

// No work is too little for two threads here: the cases are small, and their kernels have to be given out in chunks.
const engines = counts.map((threads) => new Engine(threads, { worthIt: 0 }));
await vi.waitUntil(() => engines.every((engine, i) => engine.threads === counts[i]), 10_000);
engines.forEach(sharing);

describe.each(engines)("with $threads threads", (engine) => {
  describeConformance(backendOn(engine), { float64: false, tolerance: 4 });
});

describe.skipIf(!hasRelaxedSimd())("with fused multiply-adds", () => {
  describeConformance(wasm({ threads: 1, multiplyAdd: "fused" }), { float64: false, tolerance: 4 });
});

/** Makes the caller wait with its chunk, for a while, until the worker has taken another one. */
function sharing(engine: Engine): void {
  const patient = (kernel: Kernel): Kernel => {
    const run = (...args: number[]) => {
      const chunks = engine.integers[places.job + 1];
      for (let i = 0; i < 1e7 && (Atomics.load(engine.integers, places.claim) & 255) > chunks - 2; i++);
      return kernel.run(...args);
    };
    return { ...kernel, shared: kernel.shared && { ...kernel.shared, run } };
  };
  const [split, share] = [engine.split.bind(engine), engine.share.bind(engine)];
  engine.split = (kernel, ...work) => split(patient(kernel), ...work);
  engine.share = (kernel, ...work) => share(patient(kernel), ...work);
}
