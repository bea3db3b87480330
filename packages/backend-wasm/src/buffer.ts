import type { DType } from "@piecewise/spec";

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
