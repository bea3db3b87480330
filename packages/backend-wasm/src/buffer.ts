import type { DType, TypedArray } from "@piecewise/spec";
import type { Engine } from "./engine.ts";
import { toRowMajor } from "./layout.ts";

/**
 * The order in which an image's numbers lie when it is not the order of its shape: [batch, pixels, channels] in memory for
 * [batch, channels, pixels] outside.
 */
export interface ChannelsLast {
  readonly batch: number;
  readonly channels: number;
  readonly pixels: number;
}

/** Numbers in the linear memory, four bytes each: a truth value is the float 0 or 1. */
export interface WasmBuffer {
  pointer: number;
  readonly size: number;
  readonly dtype: DType;
  /** Absent for the order of the shape. */
  layout: ChannelsLast | undefined;
}

/** The buffer's address, its numbers in the order of its shape: converted once if they are not. */
export function rowMajor(engine: Engine, buffer: WasmBuffer): number {
  if (buffer.layout !== undefined) toRowMajor(engine, buffer, buffer.layout);
  return buffer.pointer;
}

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
