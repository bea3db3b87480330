import type { Pooling2d } from "@piecewise/spec";
import type { Code, Local } from "./emitter/code.ts";
import { advance, countDown, repeat } from "./emitter/loops.ts";
import { borderedSize, type Windows } from "./image.ts";

/** A pooling window, with the distance of its taps. */
export interface PoolingWindows extends Pooling2d, Windows {}

/** What happens at each window. */
export interface WindowBody {
  readonly beforeImage: () => void;
  /** The window that starts at an address, for four channels. */
  readonly window: (at: Local, channel: number) => void;
  readonly afterWindow: () => void;
  readonly afterRow: () => void;
}

/** All windows of all images: `image` moves along, four channels at a time. */
export function eachWindow(
  code: Code,
  of: PoolingWindows,
  image: Local,
  batch: Local,
  body: WindowBody,
): void {
  const { width, height } = borderedSize(of);
  const at = code.local("i32");
  const start = code.local("i32");
  countDown(code, batch, () => {
    code.get(image).set(start);
    body.beforeImage();
    repeat(code, of.outputHeight, () => {
      code.get(start).set(at);
      repeat(code, of.outputWidth, () => {
        // The last vector may reach into the next window's numbers: those come later, unless another thread writes them.
        for (let channel = 0; channel < of.channels; channel += 4) body.window(at, channel);
        body.afterWindow();
        advance(code, at, of.strideWidth * of.channels * 4);
      });
      body.afterRow();
      advance(code, start, of.strideHeight * width * of.channels * 4);
    });
    advance(code, image, height * width * of.channels * 4);
  });
}

/** All places of a window. */
export function eachTap(of: Pooling2d, body: (ky: number, kx: number) => void): void {
  for (let ky = 0; ky < of.kernelHeight; ky++) for (let kx = 0; kx < of.kernelWidth; kx++) body(ky, kx);
}
