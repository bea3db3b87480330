import type { ChannelsLast, WasmBuffer } from "./buffer.ts";
import type { Engine } from "./engine.ts";
import { transposeEach } from "./transpose.ts";

/** The buffer's address, its numbers in the order of its shape: converted once if they are not. */
export function rowMajor(engine: Engine, buffer: WasmBuffer): number {
  if (buffer.layout !== undefined) toRowMajor(engine, buffer, buffer.layout);
  return buffer.pointer;
}

/** Puts an image buffer into the order of its shape. */
function toRowMajor(engine: Engine, buffer: WasmBuffer, { batch, channels, pixels }: ChannelsLast): void {
  exchange(engine, buffer, batch, pixels, channels);
  buffer.layout = undefined;
}

/** Puts an image buffer [batch, channels, pixels] into the order [batch, pixels, channels]. */
export function toChannelsLast(engine: Engine, buffer: WasmBuffer, layout: ChannelsLast): void {
  const known = buffer.layout;
  if (known?.channels === layout.channels && known.pixels === layout.pixels) return;
  if (known !== undefined) toRowMajor(engine, buffer, known);
  exchange(engine, buffer, layout.batch, layout.channels, layout.pixels);
  buffer.layout = layout;
}

function exchange(engine: Engine, buffer: WasmBuffer, batch: number, rows: number, columns: number): void {
  if (rows === 1 || columns === 1) return;
  const target = engine.heap.alloc(buffer.size * 4);
  transposeEach(engine, buffer.pointer, target, batch, rows, columns);
  engine.heap.free(buffer.pointer);
  buffer.pointer = target;
}
