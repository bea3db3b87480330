import type { TypedArray } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import type { Engine } from "./engine.ts";
import { rowMajor } from "./layout.ts";

/** Copies numbers in. */
export function write(engine: Engine, buffer: WasmBuffer, values: TypedArray): void {
  buffer.layout = undefined;
  const view = buffer.dtype === "int32" ? engine.integers : engine.floats;
  view.set(values, buffer.pointer / 4);
}

/** Copies the numbers out. */
export function read(engine: Engine, buffer: WasmBuffer): TypedArray {
  const from = rowMajor(engine, buffer) / 4;
  const view = buffer.dtype === "int32" ? engine.integers : engine.floats;
  const numbers = view.slice(from, from + buffer.size);
  return buffer.dtype === "bool" ? Uint8Array.from(numbers) : numbers;
}
