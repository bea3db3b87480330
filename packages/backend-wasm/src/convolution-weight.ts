import type { Convolution2d } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import { rowMajor } from "./layout.ts";
import type { Engine } from "./engine.ts";
import { transposeEach } from "./transpose.ts";

/** The weight as [groups][taps][inputs][outputs], from [groups][outputs][inputs][taps]. */
export function weightByTap(engine: Engine, weight: WasmBuffer, of: Convolution2d): number {
  const { groups, inputs, outputs, taps } = perGroup(of);
  const pointer = rowMajor(engine, weight);
  const half = engine.heap.alloc(weight.size * 4);
  const result = engine.heap.alloc(weight.size * 4);
  transposeEach(engine, pointer, half, groups * outputs, inputs, taps);
  transposeEach(engine, half, result, groups, outputs, taps * inputs);
  engine.heap.free(half);
  return result;
}

/** The weight as [groups][taps][outputs][inputs]. */
export function weightByTapTurned(engine: Engine, weight: WasmBuffer, of: Convolution2d): number {
  const { groups, inputs, outputs, taps } = perGroup(of);
  const pointer = rowMajor(engine, weight);
  const result = engine.heap.alloc(weight.size * 4);
  transposeEach(engine, pointer, result, groups, outputs * inputs, taps);
  return result;
}

/** [groups][taps][inputs][outputs] back to the weight's own order. */
export function weightFromTaps(engine: Engine, taps: number, dw: WasmBuffer, of: Convolution2d): void {
  const { groups, inputs, outputs, taps: count } = perGroup(of);
  const half = engine.heap.alloc(dw.size * 4);
  transposeEach(engine, taps, half, groups, count * inputs, outputs);
  transposeEach(engine, half, dw.pointer, groups * outputs, count, inputs);
  engine.heap.free(half);
}

/** A convolution seen from one of its groups. */
export function perGroup({
  groups,
  inputChannels,
  outputChannels,
  kernelHeight,
  kernelWidth,
}: Convolution2d) {
  return {
    groups,
    inputs: inputChannels / groups,
    outputs: outputChannels / groups,
    taps: kernelHeight * kernelWidth,
  };
}
