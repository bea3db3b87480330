import { formula, input } from "@piecewise/expressions";
import { describe, expect, it } from "vitest";
import { Engine } from "./engine.ts";
import { wasm, type WasmBackend } from "./index.ts";
import { places } from "./job.ts";

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

async function untilReady(backend: Pick<WasmBackend, "threads">, threads: number): Promise<void> {
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

  it("that are ended before they have started never count", async () => {
    const backend = wasm({ threads: 3 });
    backend.dispose();
    await new Promise((resume) => setTimeout(resume, 200));
    expect(backend.threads).toBe(1);
    expect(await product(backend)).toEqual(await product(wasm({ threads: 1 })));
  });

  it.each([0, -1, 1.5, Number.NaN])("cannot be %d", (threads) => {
    expect(() => wasm({ threads })).toThrow(`wasm: threads must be a whole number above 0, got ${threads}`);
  });

  it("run every chunk once, also where a worker comes late and the next job has more chunks", async () => {
    const engine = new Engine(2, { worthIt: 0 });
    await untilReady(engine, 2);
    const count = engine.splittable("count", (module) => {
      const { code } = module.function("run", ["i32"]);
      code.get(0).get(0).at("i32Load").i32(1).do("i32Add").at("i32Store");
    });
    const places = Array.from({ length: 60 }, () => engine.heap.alloc(64));
    const [few, many] = [places.slice(0, 2), places].map((list) => list.map((place) => [place]));
    const wrong = new Set<string>();
    for (let round = 0; round < 30_000; round++) {
      engine.share(count, 1, few);
      for (let wait = round % 50; wait > 0; wait--) performance.now();
      for (const place of places) engine.integers[place / 4] = 0;
      engine.share(count, 1, many);
      for (const place of places)
        if (engine.integers[place / 4] !== 1) wrong.add(`${engine.integers[place / 4]} times`);
    }
    expect([...wrong]).toEqual([]);
    engine.dispose();
  });
});

describe("a kernel that fails", () => {
  const outside = -4;
  const failure = "wasm: a thread failed in the middle of an operation";

  /** Runs a kernel that loads from addresses, one for each of two chunks. The caller may run another function. */
  async function load(addresses: readonly [number, number], run?: (engine: Engine) => number) {
    const engine = new Engine(2);
    await untilReady(engine, 2);
    const kernel = engine.splittable("load", (module) => {
      module.function("run", ["i32"]).code.get(0).at("i32Load").do("drop");
    });
    const shared = run === undefined ? kernel.shared! : { ...kernel.shared!, run: () => run(engine) };
    const split = (from: readonly number[], of = kernel) => engine.split(of, 2, 1000, (i) => [from[i]]);
    return { again: () => split([0, 0]), first: () => split(addresses, { ...kernel, shared }), engine };
  }

  it("in a worker throws in the caller, and what follows runs", async () => {
    const untilFailed = (engine: Engine) => {
      while (Atomics.load(engine.integers, places.failed) === 0);
      return 0;
    };
    const { first, again, engine } = await load([outside, outside], untilFailed);
    expect(first).toThrow(failure);
    expect(again).not.toThrow();
    engine.dispose();
  });

  it.each([
    [outside, 0],
    [0, outside],
    [outside, outside],
  ])("on either thread throws once, and what follows runs: %d, %d", async (...addresses) => {
    const { first, again, engine } = await load(addresses);
    expect(first).toThrow(failure);
    for (let i = 0; i < 100; i++) expect(again).not.toThrow();
    engine.dispose();
  });
});
