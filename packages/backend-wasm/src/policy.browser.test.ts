import { expect, it, vi } from "vitest";
import { formula, input } from "@piecewise/expressions";
import { wasm } from "./index.ts";

it("a page whose policy forbids workers gets right results from one thread", async () => {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "worker-src 'none'";
  document.head.append(policy);
  const made = vi.spyOn(globalThis, "Worker");
  const backend = wasm({ threads: 2 });
  const { memory, kernels } = backend;
  const size = 100_000;
  const [x, y] = [memory.alloc(size, "float32"), memory.alloc(size, "float32")];
  const values = Float32Array.from({ length: size }, (_, i) => i);
  memory.write(x, values);
  for (let i = 0; i < 20; i++) {
    await new Promise((resume) => setTimeout(resume, 10));
    kernels.map([y], [x], {
      formula: formula([input(0).times(2)], 1),
      scalars: [],
      shape: [size],
      strides: [[1]],
    });
  }
  expect(made).toHaveBeenCalledOnce();
  expect(backend.threads).toBe(1);
  expect(await memory.read(y)).toEqual(values.map((value) => value * 2));
});
