import { expect, it } from "vitest";
import { inputTensor, toTensors } from "./index.ts";

it.each([Float32Array, Uint8Array])("inputs in a %o come as float32", async (kind) => {
  const x = inputTensor({ data: kind.from([1, 2, 255, 4]), shape: [2, 2] });
  expect([x.dtype, x.shape]).toEqual(["float32", [2, 2]]);
  expect(await x.array()).toEqual([[1, 2], [255, 4]]); // prettier-ignore
});

it.each([
  [Float32Array, "float32"],
  [Int32Array, "int32"],
  [Uint8Array, "int32"],
] as const)("targets in a %o come as %s", (kind, dtype) => {
  const inputs = { data: new Float32Array(2), shape: [2, 1] };
  const { targets } = toTensors({ inputs, targets: { data: kind.from([0, 1]), shape: [2] } });
  expect(targets.dtype).toBe(dtype);
});

it("indices stay whole numbers, as an embedding takes them", () => {
  expect(inputTensor({ data: Int32Array.of(1, 2), shape: [1, 2] }).dtype).toBe("int32");
});
