import type { MaxPooling2d } from "@piecewise/spec";
import type { WasmBuffer } from "./buffer.ts";
import type { Code } from "./emitter/code.ts";
import { advance } from "./emitter/loops.ts";
import type { Engine } from "./engine.ts";
import { borderedSize, withBorder } from "./image.ts";
import { toChannelsLast } from "./layout.ts";
import { store } from "./tile.ts";
import { eachTap, eachWindow } from "./windows.ts";

type Buffers = readonly WasmBuffer[];

/** Each window gives its gradient to the place where its largest number lay. */
export function maxPool2dGradient(
  engine: Engine,
  [dx]: Buffers,
  [g, indices]: Buffers,
  of: MaxPooling2d,
): void {
  const { batch, channels, inputHeight, inputWidth, paddingTop, paddingLeft } = of;
  dx.layout = { batch, channels, pixels: inputHeight * inputWidth };
  if (dx.size === 0) return;
  const pooled = { batch, channels, pixels: of.outputHeight * of.outputWidth };
  toChannelsLast(engine, g, pooled);
  toChannelsLast(engine, indices, pooled);
  const { height, width } = borderedSize(of);
  const fits = height === inputHeight && width === inputWidth && paddingTop === 0 && paddingLeft === 0;
  const image = fits ? dx.pointer : engine.heap.alloc(batch * height * width * channels * 4);
  spread(engine, g, indices, image, of);
  if (fits) return;
  // What lies outside of the image is cut off, and what no window saw is 0.
  const cut = { batch, channels, height, width, outerHeight: inputHeight, outerWidth: inputWidth };
  const whole = { ...cut, top: -paddingTop, left: -paddingLeft, stepHeight: 1, stepWidth: 1 };
  const result = withBorder(engine, image, whole, 0);
  engine.heap.free(image);
  engine.heap.free(dx.pointer);
  dx.pointer = result;
}

function spread(engine: Engine, g: WasmBuffer, indices: WasmBuffer, image: number, of: MaxPooling2d): void {
  const kernel = engine.splittable(
    `maxPool2dGradient ${Object.values({ ...of, batch: 0 }).join(" ")}`,
    (module) => {
      const { code } = module.function("run", ["i32", "i32", "i32", "i32"]);
      emitSpread(code, of);
    },
  );
  const { height, width } = borderedSize(of);
  const [seen, size] = [height * width * of.channels, g.size / of.batch];
  engine.split(kernel, of.batch, (g.size * of.kernelHeight * of.kernelWidth) / 3000, (from, to) => [
    image + from * seen * 4,
    g.pointer + from * size * 4,
    indices.pointer + from * size * 4,
    to - from,
  ]);
}

/** (image, g, indices, batch): windows that share no pixel write, others add. */
function emitSpread(code: Code, of: MaxPooling2d): void {
  const [image, g, indices] = [0, 1, 2];
  const { height, width } = borderedSize(of);
  const reach = {
    height: of.dilationHeight * (of.kernelHeight - 1) + 1,
    width: of.dilationWidth * (of.kernelWidth - 1) + 1,
  };
  const overlaps = of.strideHeight < reach.height || of.strideWidth < reach.width;
  const covers = of.strideHeight === of.kernelHeight && of.strideWidth === of.kernelWidth;
  const clears = overlaps || !covers || of.dilationHeight > 1 || of.dilationWidth > 1;
  const [gradient, places, share] = code.many(3, "v128");
  // Where the window starts in the image without its border: indices count from there.
  const [first, top] = code.many(2, "i32");
  const start = -(of.paddingTop * of.inputWidth + of.paddingLeft);
  eachWindow(code, of, image, 3, {
    beforeImage: () => {
      if (clears) code.get(image).i32(0).i32(height * width * of.channels * 4).fill(); // prettier-ignore
      code.i32(start).tee(top).set(first);
    },
    window: (at, channel) => {
      const lanes = Math.min(4, of.channels - channel);
      code.get(g).at("v128Load", channel * 4).set(gradient); // prettier-ignore
      code.get(indices).at("v128Load", channel * 4).set(places); // prettier-ignore
      eachTap(of, (ky, kx) => {
        const [dy, dx] = [ky * of.dilationHeight, kx * of.dilationWidth];
        const offset = ((dy * width + dx) * of.channels + channel) * 4;
        code.get(first).i32(dy * of.inputWidth + dx).do("i32Add", "i32x4Splat"); // prettier-ignore
        code.get(places).do("i32x4Eq").get(gradient).do("v128And");
        if (overlaps) code.get(at).at("v128Load", offset).do("f32x4Add");
        code.set(share);
        store(code, at, share, offset, lanes);
      });
    },
    afterWindow: () => {
      advance(code, g, of.channels * 4);
      advance(code, indices, of.channels * 4);
      advance(code, first, of.strideWidth);
    },
    afterRow: () => {
      advance(code, top, of.strideHeight * of.inputWidth);
      code.get(top).set(first);
    },
  });
}
