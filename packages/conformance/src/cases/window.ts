import type { Window2d } from "@piecewise/spec";

/** A window in short: numbers that are the same for rows and columns, or a pair of them. */
export interface WindowOptions {
  readonly batch?: number;
  readonly input: Pair;
  readonly kernel: Pair;
  readonly stride?: Pair;
  readonly dilation?: Pair;
  /** Above and on the left. */
  readonly padding?: Pair;
  /** Below and on the right; the same by default. */
  readonly endPadding?: Pair;
}

export type Pair = number | readonly [height: number, width: number];

/** A window with the size of its output. */
export function windowOf(
  options: WindowOptions,
): Window2d & { dilationHeight: number; dilationWidth: number } {
  const { batch = 2, stride = 1, dilation = 1, padding = 0, endPadding = padding } = options;
  const along = (axis: 0 | 1) => {
    const of = (pair: Pair) => (typeof pair === "number" ? pair : pair[axis]);
    const reach = (of(options.kernel) - 1) * of(dilation) + 1;
    const room = of(options.input) + of(padding) + of(endPadding) - reach;
    const output = Math.floor(room / of(stride)) + 1;
    return {
      input: of(options.input),
      kernel: of(options.kernel),
      stride: of(stride),
      dilation: of(dilation),
      padding: of(padding),
      output,
    };
  };
  const [height, width] = [along(0), along(1)];
  return {
    batch,
    inputHeight: height.input,
    inputWidth: width.input,
    outputHeight: height.output,
    outputWidth: width.output,
    kernelHeight: height.kernel,
    kernelWidth: width.kernel,
    strideHeight: height.stride,
    strideWidth: width.stride,
    dilationHeight: height.dilation,
    dilationWidth: width.dilation,
    paddingTop: height.padding,
    paddingLeft: width.padding,
  };
}
