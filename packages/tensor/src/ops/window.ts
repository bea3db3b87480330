import { ShapeError, type Shape, type Window2d } from "@piecewise/spec";
import type { Tensor } from "../tensor.ts";

/** One number for both height and width, or one for each. */
export type Pair = number | readonly [height: number, width: number];

/**
 * Rows and columns added on every side. "same" keeps height and width at stride 1 (where an odd number is added, one more
 * at the end), "valid" adds none.
 */
export type Padding = Pair | "same" | "valid";

/** How a window moves over an image. */
export interface WindowOptions {
  readonly stride?: Pair;
  /** Rows and columns added on every side. */
  readonly padding?: Pair;
  readonly dilation?: Pair;
  /** Round the output's size up, so that a last window may hang over the edge. */
  readonly ceilMode?: boolean;
}

export function pair(operation: string, name: string, value: Pair, least: number): readonly [number, number] {
  const both = typeof value === "number" ? ([value, value] as const) : value;
  if (both.length === 2 && both.every((n) => Number.isInteger(n) && n >= least)) return both;
  throw new ShapeError(operation, `${name} must be whole and at least ${least}, got ${String(value)}`);
}

/** The sizes of a window with the given kernel over images [batch, channels, height, width]. */
export function windowOver(
  operation: string,
  x: Tensor,
  kernel: readonly [number, number],
  options: Omit<WindowOptions, "padding"> & { readonly padding?: Padding | undefined },
): Window2d & { readonly dilationHeight: number; readonly dilationWidth: number } {
  if (x.rank !== 4) throw new ShapeError(operation, "needs images [batch, channels, height, width]", x.shape);
  const stride = pair(operation, "stride", options.stride ?? 1, 1);
  const dilation = pair(operation, "dilation", options.dilation ?? 1, 1);
  const reach = [dilation[0] * (kernel[0] - 1), dilation[1] * (kernel[1] - 1)] as const;
  const padding = paddingOf(operation, options.padding ?? 0, stride, reach);
  const size = ([0, 1] as const).map((side) =>
    outputSize(x.shape[side + 2], reach[side], stride[side], padding[side], options.ceilMode === true),
  );
  if (size.some((n) => n < 1))
    throw new ShapeError(operation, `a window of ${kernel.join("×")} does not fit`, x.shape);
  return {
    batch: x.shape[0],
    inputHeight: x.shape[2],
    inputWidth: x.shape[3],
    outputHeight: size[0],
    outputWidth: size[1],
    kernelHeight: kernel[0],
    kernelWidth: kernel[1],
    strideHeight: stride[0],
    strideWidth: stride[1],
    paddingTop: padding[0].before,
    paddingLeft: padding[1].before,
    dilationHeight: dilation[0],
    dilationWidth: dilation[1],
  };
}

/** What is added to one axis of an image. */
interface Margin {
  readonly before: number;
  readonly after: number;
}

function paddingOf(
  operation: string,
  padding: Padding,
  stride: readonly [number, number],
  reach: readonly [number, number],
): readonly [Margin, Margin] {
  if (padding === "same") {
    if (stride.some((step) => step !== 1))
      throw new ShapeError(operation, `padding "same" needs stride 1, got ${stride.join("×")}`);
    const half = (total: number) => ({ before: Math.floor(total / 2), after: Math.ceil(total / 2) });
    return [half(reach[0]), half(reach[1])];
  }
  const [rows, columns] = pair(operation, "padding", padding === "valid" ? 0 : padding, 0);
  return [
    { before: rows, after: rows },
    { before: columns, after: columns },
  ];
}

function outputSize(size: number, reach: number, stride: number, margin: Margin, ceil: boolean): number {
  const steps = (size + margin.before + margin.after - reach - 1) / stride;
  if (!ceil) return Math.floor(steps) + 1;
  const count = Math.ceil(steps) + 1;
  // A last window that would start behind the padded image is left out.
  return (count - 1) * stride >= size + margin.before ? count - 1 : count;
}

/** [batch, channels, height, width] of a window's output. */
export function outputShape(window: Window2d, channels: number): Shape {
  return [window.batch, channels, window.outputHeight, window.outputWidth];
}
