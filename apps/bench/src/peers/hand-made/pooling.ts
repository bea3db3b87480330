import type { Code, Local } from "./backend-parts.ts";
import { eachPixel, pixelBytes, rowBytes, type Images } from "./images.ts";
import type { Kernel, Operand, StaticStep } from "./static-step.ts";

/** Bias, ReLU and the maximum of squares of 2×2 pixels, in one. */
export interface Pooling {
  readonly images: number;
  /** What goes in, without its bias. */
  readonly from: Images;
  /** What comes out: half the size. */
  readonly to: Images;
}

/** y = the largest of x + bias and 0 in each square. Bias and ReLU keep the order of numbers, so they may come last. */
export function pool(
  step: StaticStep,
  operands: readonly [x: Operand, bias: Operand, y: Operand],
  { images, from, to }: Pooling,
): void {
  step.kernel(operands, ({ code, lanes }) => {
    const [x, bias, y] = [0, 1, 2];
    const held = code.many(to.channels / 4, "v128");
    held.forEach((vector, i) =>
      code
        .get(bias)
        .at("v128Load", i * 16)
        .set(vector),
    );
    const walkers = [
      { pointer: x, images: from, stride: 2 },
      { pointer: y, images: to },
    ];
    eachPixel(code, images, to.size, walkers, () =>
      held.forEach((vector, i) => {
        code.get(y);
        largest(code, x, from, i);
        code.get(vector).do("f32x4Add");
        lanes
          .constant(0)
          .do("f32x4Pmax")
          .at("v128Store", i * 16);
      }),
    );
  });
}

/** The images that pooling goes back through; the gradient of x has a frame of its own. */
export interface PoolingBack extends Pooling {
  readonly back: Images;
}

/**
 * Back to the gradients of x and of the bias. In each square, the gradient goes to the first of the largest numbers, if ReLU
 * let it through.
 */
export function poolBack(
  step: StaticStep,
  operands: readonly [x: Operand, y: Operand, gradient: Operand, result: Operand, bias: Operand],
  { images, from, to, back }: PoolingBack,
): void {
  step.kernel(operands, (kernel) => {
    const { code, lanes } = kernel;
    const [x, y, gradient, result, bias] = [0, 1, 2, 3, 4];
    const sums = code.many(to.channels / 4, "v128");
    for (const sum of sums) lanes.constant(0).set(sum);
    const [most, left] = code.many(2, "v128");
    const walkers = [
      { pointer: x, images: from, stride: 2 },
      { pointer: y, images: to },
      { pointer: gradient, images: { ...to, isPadded: false } },
      { pointer: result, images: back, stride: 2 },
    ];
    eachPixel(code, images, to.size, walkers, () =>
      sums.forEach((sum, i) => {
        largest(code, x, from, i);
        code
          .set(most)
          .get(gradient)
          .at("v128Load", i * 16)
          .get(y)
          .at("v128Load", i * 16);
        lanes.constant(0).do("f32x4Gt", "v128And").tee(left).get(sum).do("f32x4Add").set(sum);
        spread(kernel, { x, result, most, left }, { from, back, vector: i });
      }),
    );
    sums.forEach((sum, i) =>
      code
        .get(bias)
        .get(sum)
        .at("v128Store", i * 16),
    );
  });
}

/** The pixels of a square, as offsets of a vector in them. */
function square(of: Images, vector: number): number[] {
  return [0, pixelBytes(of), rowBytes(of), rowBytes(of) + pixelBytes(of)].map((at) => at + vector * 16);
}

function largest(code: Code, x: Local, of: Images, vector: number): void {
  const [first, ...others] = square(of, vector);
  code.get(x).at("v128Load", first);
  for (const at of others) code.get(x).at("v128Load", at).do("f32x4Pmax");
}

/** Gives what is `left` of a gradient to the first pixel of a square that has the largest number, and 0 to the others. */
function spread(
  { code }: Kernel,
  { x, result, most, left }: Readonly<Record<"x" | "result" | "most" | "left", Local>>,
  { from, back, vector }: { readonly from: Images; readonly back: Images; readonly vector: number },
): void {
  const isMost = code.local("v128");
  const targets = square(back, vector);
  square(from, vector).forEach((at, pixel) => {
    code.get(x).at("v128Load", at).get(most).do("f32x4Eq").set(isMost);
    code.get(result).get(left).get(isMost).do("v128And").at("v128Store", targets[pixel]);
    code.get(left).get(isMost).do("v128AndNot").set(left);
  });
}
