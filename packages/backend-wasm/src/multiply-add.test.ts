import { expect, it } from "vitest";
import { wasm, type WasmOptions } from "./index.ts";
import { fusedIsFaster, hasRelaxedSimd } from "./multiply-add.ts";

/** A product of numbers whose sums round. */
async function product(multiplyAdd?: WasmOptions["multiplyAdd"]) {
  const { memory, kernels } = wasm({ threads: 1, ...(multiplyAdd === undefined ? {} : { multiplyAdd }) });
  const [m, k, n] = [7, 50, 9];
  const make = (size: number) => {
    const buffer = memory.alloc(size, "float32");
    memory.write(
      buffer,
      Float32Array.from({ length: size }, (_, i) => Math.sin(i)),
    );
    return buffer;
  };
  const y = make(m * n);
  const plain = { transposeA: false, transposeB: false, shareA: false, shareB: false };
  kernels.matmul([y], [make(m * k), make(k * n)], { batch: 1, m, k, n, ...plain });
  return memory.read(y);
}

it("multiplies and adds separately unless asked, so that bits do not depend on the machine", async () => {
  expect(await product()).toEqual(await product("separate"));
});

it.skipIf(!hasRelaxedSimd())("fuses when asked, to the same numbers but for rounding", async () => {
  const [separate, fused] = [await product("separate"), await product("fused")];
  fused.forEach((value, i) => expect(value).toBeCloseTo(separate[i], 4));
});

it("finds out by itself which is faster, and computes the same way from then on", async () => {
  fusedIsFaster(); // Whatever it finds, it finds it without an error.
  const choices = await Promise.all([product("separate"), ...(hasRelaxedSimd() ? [product("fused")] : [])]);
  expect(choices).toContainEqual(await product("auto"));
});

it("says which ways there are", () => {
  expect(() => wasm({ multiplyAdd: "quick" as never })).toThrow(
    'wasm: multiplyAdd must be "separate", "fused" or "auto", got quick',
  );
});
