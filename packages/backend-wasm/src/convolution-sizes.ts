import type { Convolution2d } from "@piecewise/spec";

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

/** About how long a convolution takes on one thread, in microseconds. */
export function workOf({
  batch,
  outputHeight,
  outputWidth,
  outputChannels,
  inputChannels,
  groups,
  kernelHeight,
  kernelWidth,
}: Convolution2d) {
  return (
    (batch *
      outputHeight *
      outputWidth *
      outputChannels *
      (inputChannels / groups) *
      kernelHeight *
      kernelWidth) /
    30_000
  );
}

/** The layout of a convolution's result. */
export function outputLayout({ batch, outputChannels, outputHeight, outputWidth }: Convolution2d) {
  return { batch, channels: outputChannels, pixels: outputHeight * outputWidth };
}

/** What a kernel of a convolution depends on: all but the number of images. */
export function keyOf(name: string, of: Convolution2d): string {
  return `${name} ${Object.values({ ...of, batch: 0 }).join(" ")}`;
}
