import { advance, repeat, type Code, type Local } from "./backend-parts.ts";
import type { Buffer, StaticStep } from "./static-step.ts";

/** Square images with their channels last: [images, size, size, channels], with a frame of zeros round each if padded. */
export interface Images {
  readonly size: number;
  readonly channels: number;
  readonly isPadded: boolean;
}

/** A pointer that goes over images, so many pixels a step. */
export interface Walker {
  readonly pointer: Local;
  readonly images: Images;
  readonly stride?: number;
  /** Whether it starts at the corner of the frame, one pixel up and one to the left. */
  readonly isAtCorner?: boolean;
}

export const pixelBytes = ({ channels }: Images): number => channels * 4;
export const rowBytes = (of: Images): number => (of.size + (of.isPadded ? 2 : 0)) * pixelBytes(of);
export const imageBytes = (of: Images): number => (of.size + (of.isPadded ? 2 : 0)) * rowBytes(of);
/** Where the first pixel lies that is not of the frame. */
export const start = (of: Images): number => (of.isPadded ? rowBytes(of) + pixelBytes(of) : 0);

/** Memory for so many images. */
export function imageBuffer(step: StaticStep, count: number, of: Images): Buffer {
  return step.buffer((count * imageBytes(of)) / 4);
}

/** Emits `body` for each of `count` rows of each image, with every walker's pointer at the row's first pixel. */
export function eachRow(
  code: Code,
  images: number,
  count: number,
  walkers: readonly Walker[],
  body: () => void,
): void {
  for (const { pointer, images: of, isAtCorner = false } of walkers)
    advance(code, pointer, isAtCorner ? 0 : start(of));
  repeat(code, images, () => {
    repeat(code, count, () => {
      body();
      for (const { pointer, images: of, stride = 1 } of walkers)
        advance(code, pointer, stride * rowBytes(of));
    });
    for (const { pointer, images: of, stride = 1 } of walkers)
      advance(code, pointer, imageBytes(of) - count * stride * rowBytes(of));
  });
}

/** Emits `body` for each of `count` pixels of as many rows of each image. */
export function eachPixel(
  code: Code,
  images: number,
  count: number,
  walkers: readonly Walker[],
  body: () => void,
): void {
  eachRow(code, images, count, walkers, () => {
    repeat(code, count, () => {
      body();
      for (const { pointer, images: of, stride = 1 } of walkers)
        advance(code, pointer, stride * pixelBytes(of));
    });
    for (const { pointer, images: of, stride = 1 } of walkers)
      advance(code, pointer, -count * stride * pixelBytes(of));
  });
}
