import { DataError } from "../data-error.ts";
import type { RandomNumbers } from "../random.ts";
import type { Augmentation } from "./augment.ts";

/** One image: its channels one after another, each row by row. */
export interface Image {
  readonly data: Float32Array;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/** Draws an image anew into `to`, which is zero at first. */
export type Draw = (from: Image, to: Image, numbers: RandomNumbers) => void;

/** An augmentation that draws each image anew, in its own size or another. */
export function perImage(
  operation: string,
  draw: Draw,
  resized?: (size: ImageSize) => ImageSize,
): Augmentation {
  return (batch, numbers) => {
    const { data, shape } = batch.inputs;
    if (shape.length !== 4 || !(data instanceof Float32Array))
      throw new DataError(
        operation,
        `inputs of shape [${shape.join(", ")}] in ${data.constructor.name}; give images [n, c, h, w] in a Float32Array`,
      );
    const [count, channels, height, width] = shape;
    const size = resized?.({ height, width }) ?? { height, width };
    const old = channels * height * width;
    const length = channels * size.height * size.width;
    const drawn = new Float32Array(count * length);
    for (let row = 0; row < count; row++) {
      const from = { data: data.subarray(row * old, (row + 1) * old), channels, height, width };
      const to = { data: drawn.subarray(row * length, (row + 1) * length), channels, ...size };
      draw(from, to, numbers[row]);
    }
    return { ...batch, inputs: { data: drawn, shape: [count, channels, size.height, size.width] } };
  };
}

/** Refuses what is no finite number of at least 0. */
export function checkAmount(operation: string, name: string, value: number, most = Infinity): void {
  if (Number.isFinite(value) && value >= 0 && value <= most) return;
  const bound = most === Infinity ? "of at least 0" : `from 0 to ${most}`;
  throw new DataError(operation, `${name} is ${value}; give a number ${bound}`);
}
