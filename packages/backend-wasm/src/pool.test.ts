import { formula, input } from "@piecewise/expressions";
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { wasm, type WasmBackend } from "./index.ts";

const sizes = {
  batch: 1,
  m: 64,
  k: 200,
  n: 96,
  transposeA: false,
  transposeB: true,
  shareA: false,
  shareB: false,
};

async function product(backend: WasmBackend): Promise<unknown> {
  const { memory, kernels } = backend;
  const make = (size: number) => {
    const buffer = memory.alloc(size, "float32");
    memory.write(
      buffer,
      Float32Array.from({ length: size }, (_, i) => Math.sin(i)),
    );
    return buffer;
  };
  const y = make(sizes.m * sizes.n);
  kernels.matmul([y], [make(sizes.m * sizes.k), make(sizes.k * sizes.n)], sizes);
  return memory.read(y);
}

async function sums(backend: WasmBackend): Promise<unknown> {
  const { memory, kernels } = backend;
  const [outer, size, inner] = [1, 9001, 40];
  const [x, y] = [memory.alloc(size * inner, "float32"), memory.alloc(inner, "float32")];
  memory.write(
    x,
    Float32Array.from({ length: size * inner }, (_, i) => Math.sin(i)),
  );
  kernels.reduce([y], [x], { operation: "sum", outer, size, inner });
  const columns = await memory.read(y);
  kernels.reduce([y], [x], { operation: "sum", outer, size: size * inner, inner: 1 });
  return [columns, (await memory.read(y))[0]];
}

/** Sines, some of which are left to JavaScript. */
async function sines(backend: WasmBackend): Promise<unknown> {
  const { memory, kernels } = backend;
  const size = 50_000;
  const [from, to] = [memory.alloc(size, "float32"), memory.alloc(size, "float32")];
  memory.write(
    from,
    Float32Array.from({ length: size }, (_, i) => i * i),
  );
  const sine = formula([input(0).sin()], 1);
  kernels.map([to], [from], { formula: sine, scalars: [], shape: [size], strides: [[1]] });
  return memory.read(to);
}

async function untilReady(backend: WasmBackend, threads: number): Promise<void> {
  while (backend.threads < threads) await new Promise((resume) => setTimeout(resume, 5));
}

describe("threads", () => {
  it("give the same bits, however many there are", async () => {
    const [one, three] = [wasm({ threads: 1 }), wasm({ threads: 3 })];
    await untilReady(three, 3);
    expect(await product(three)).toEqual(await product(one));
    expect(await sums(three)).toEqual(await sums(one));
    expect(await sines(three)).toEqual(await sines(one));
    three.dispose();
  });

  it("end with dispose, and the backend goes on with one", async () => {
    const backend = wasm({ threads: 2 });
    await untilReady(backend, 2);
    const before = await product(backend);
    backend.dispose();
    expect(backend.threads).toBe(1);
    expect(await product(backend)).toEqual(before);
  });

  it.each([0, -1, 1.5, Number.NaN])("cannot be %d", (threads) => {
    expect(() => wasm({ threads })).toThrow(`wasm: threads must be a whole number above 0, got ${threads}`);
  });

  it("do not keep a finished process alive", () => {
    const url = new URL("./index.ts", import.meta.url).href;
    const script = `const { wasm } = await import(${JSON.stringify(url)}); const b = wasm({ threads: 3 });
      while (b.threads < 3) await new Promise((r) => setTimeout(r, 5)); console.log("done", b.threads);`;
    const args = ["--conditions=@piecewise/source", "--input-type=module", "-e", script];
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 20_000 });
    expect([stdout, status]).toEqual(["done 3\n", 0]);
  });
});
