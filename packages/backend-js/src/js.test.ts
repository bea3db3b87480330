import { expect, it } from "vitest";
import { js } from "./index.ts";

it("holds all dtypes", () => {
  const { name, memory } = js();
  expect(name).toBe("js");
  expect(memory.dtypes.map((dtype) => memory.alloc(2, dtype))).toEqual([
    new Float32Array(2),
    new Float64Array(2),
    new Int32Array(2),
    new Uint8Array(2),
  ]);
});

it("rounds a product of float32 once, when it is stored", () => {
  const output = new Float32Array(1);
  const attributes = {
    batch: 1,
    m: 1,
    k: 3,
    n: 1,
    transposeA: false,
    transposeB: false,
    shareA: false,
    shareB: false,
  };
  js().kernels.matmul(
    [output],
    [new Float32Array([1, 1, -1]), new Float32Array([2 ** 25, 1, 2 ** 25])],
    attributes,
  );
  expect(output[0]).toBe(1);
});

it("keeps nothing of a product between calls", () => {
  const output = new Float32Array(2);
  const attributes = {
    batch: 2,
    m: 1,
    k: 1,
    n: 1,
    transposeA: false,
    transposeB: false,
    shareA: true,
    shareB: false,
  };
  for (const factor of [3, 5]) {
    js().kernels.matmul([output], [new Float32Array([factor]), new Float32Array([1, 2])], attributes);
    expect([...output]).toEqual([factor, 2 * factor]);
  }
});
