import { ShapeError } from "@piecewise/spec";
import type { Tensor } from "../tensor.ts";
import { reshape } from "./reshape.ts";

/** How a window moves along a sequence. */
export interface Window1dOptions {
  readonly stride?: number;
  /** How many places are added at both ends. */
  readonly padding?: number;
  readonly dilation?: number;
  /** Round the output's length up, so that a last window may hang over the end. */
  readonly ceilMode?: boolean;
}

/** Sequences [batch, channels, length] as images of height 1. */
export function asImages(operation: string, x: Tensor): Tensor {
  if (x.rank !== 3) throw new ShapeError(operation, "needs sequences [batch, channels, length]", x.shape);
  return withHeight(x);
}

/** [a, b, length] → [a, b, 1, length]. */
export function withHeight(x: Tensor): Tensor {
  return reshape(x, [...x.shape.slice(0, 2), 1, x.shape[2]]);
}

/** Images of height 1 as sequences. */
export function asSequences(y: Tensor): Tensor {
  return reshape(y, y.shape.toSpliced(2, 1));
}

/** How a window of height 1 moves along an image of height 1. */
export function alongRow({ stride, padding = 0, dilation = 1 }: Window1dOptions) {
  return {
    ...(stride === undefined ? {} : { stride: [1, stride] as const }),
    padding: [0, padding] as const,
    dilation: [1, dilation] as const,
  };
}
