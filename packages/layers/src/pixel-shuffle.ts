import { reshape, ShapeError, transpose } from "@piecewise/tensor";
import { layer, type Layer } from "./layer.ts";
import { sizeAbove } from "./sizes.ts";

/**
 * Turns channels into pixels: [batch, channels · factor², height, width] → [batch, channels, height · factor, width · factor].
 * Shi et al., "Real-time single image and video super-resolution", 2016.
 *
 * @example
 * await pixelShuffle(2)(tensor([[[[1]], [[2]], [[3]], [[4]]]])).array(); // [[[[1,2],[3,4]]]]
 */
export function pixelShuffle(factor: number): Layer {
  sizeAbove("pixelShuffle", "factor", factor, 0);
  return layer({ kind: "pixelShuffle" }, (x) => {
    if (x.rank !== 4 || x.shape[1] % factor ** 2 !== 0)
      throw new ShapeError(
        "pixelShuffle",
        `takes images [batch, channels, height, width] with a multiple of ${factor ** 2} channels`,
        x.shape,
      );
    const [batch, channels, height, width] = x.shape;
    const apart = reshape(x, [batch, channels / factor ** 2, factor, factor, height, width]);
    const shape = [batch, channels / factor ** 2, height * factor, width * factor];
    return reshape(transpose(apart, [0, 1, 4, 2, 5, 3]), shape);
  });
}
