import { Module } from "./emitter/module.ts";
import { Engine } from "./engine.ts";
import { matmul } from "./matmul.ts";

/** Whether the engine knows the relaxed fused multiply-add. */
export function hasRelaxedSimd(): boolean {
  if (typeof WebAssembly !== "object") return false;
  const module = new Module({ shared: false, maximumPages: 1 });
  const { code } = module.function("run", []);
  const [x] = code.many(1, "v128");
  code.get(x).get(x).get(x).do("relaxedMadd", "drop");
  return WebAssembly.validate(module.bytes());
}

const size = 160;
/** V8 compiles a loop well only after it has run for a while. */
const warmUp = 4;
const rounds = 4;
/** Fusing gives other bits on other machines: it must gain more than chance does. */
const leastGain = 1.03;

/** Multiplies matrices both ways in turns, for some milliseconds, and compares the shortest times. */
export function fusedIsFaster(): boolean {
  const ways = [false, true].map(product);
  const best = [Infinity, Infinity];
  for (let round = 0; round < warmUp + rounds; round++)
    ways.forEach((way, i) => {
      const time = timeOf(way);
      if (round >= warmUp) best[i] = Math.min(best[i], time);
    });
  return best[0] > leastGain * best[1];
}

function product(fused: boolean): () => void {
  const engine = new Engine(1, { fused });
  const buffer = (values: number) => ({
    pointer: engine.heap.alloc(values * 4),
    size: values,
    dtype: "float32" as const,
    layout: undefined,
  });
  const [y, a, b] = [buffer(size * size), buffer(size * size), buffer(size * size)];
  const sizes = { batch: 1, m: size, k: size, n: size };
  const plain = { transposeA: false, transposeB: false, shareA: false, shareB: false };
  return () => matmul(engine, [y], [a, b], { ...sizes, ...plain });
}

function timeOf(body: () => void): number {
  const started = performance.now();
  // About a millisecond: some clocks count in tenths of one.
  for (let i = 0; i < 8; i++) body();
  return performance.now() - started;
}
