import { DataError, elementwise, indexSelect, reshape, ShapeError, tensor } from "@piecewise/tensor";
import type { Pair, Tensor } from "@piecewise/tensor";
import { both } from "./kernel-weights.ts";
import { keeping, type KeepsFeatures } from "./layer.ts";
import { sizeAbove } from "./sizes.ts";

/** To which size images are brought, and how; either `size` or `scaleFactor` is given. */
export interface UpsampleOptions {
  readonly size?: Pair;
  /** By how much height and width grow. */
  readonly scaleFactor?: Pair;
  /** "nearest" (the default) repeats pixels; "bilinear" draws straight lines between them. */
  readonly mode?: "nearest" | "bilinear";
  /** Bilinear: whether the centres of the corner pixels stay where they are, and not the corners of the image. */
  readonly alignCorners?: boolean;
}

/**
 * Brings images [batch, channels, height, width] to another size. Where the pixels come from is PyTorch's.
 *
 * @example
 * await upsample({ size: [1, 4] })(tensor([[[[1, 2]]]])).array(); // [[[[1,1,2,2]]]]
 * await upsample({ size: [1, 3], mode: "bilinear", alignCorners: true })(tensor([[[[1, 2]]]])).array(); // [[[[1,1.5,2]]]]
 */
export function upsample(options: UpsampleOptions): KeepsFeatures {
  const { mode = "nearest", alignCorners = false } = options;
  check(options);
  return keeping("upsample", (x) => {
    if (x.rank !== 4)
      throw new ShapeError("upsample", "takes images [batch, channels, height, width]", x.shape);
    return [2, 3].reduce((y, axis) => {
      const { to, step } = target(y.shape[axis], axis - 2, options);
      return mode === "nearest" ? repeat(y, axis, to, step) : between(y, axis, to, step, alignCorners);
    }, x);
  });
}

/** The new size of an axis, and how far apart in the old image the new pixels lie. */
function target(from: number, axis: number, { size, scaleFactor, alignCorners }: UpsampleOptions) {
  const scale = scaleFactor === undefined ? undefined : both(scaleFactor)[axis];
  const to = size === undefined ? Math.floor(from * (scale ?? 1)) : both(size)[axis];
  if (to < 1) throw new DataError("upsample", `scaleFactor ${scale} leaves nothing of ${from} pixels`);
  if (alignCorners === true) return { to, step: to > 1 ? (from - 1) / (to - 1) : 0 };
  return { to, step: scale === undefined ? from / to : 1 / scale };
}

function repeat(x: Tensor, axis: number, to: number, step: number): Tensor {
  const last = x.shape[axis] - 1;
  return pick(
    x,
    axis,
    Array.from({ length: to }, (_, i) => Math.min(Math.floor(i * step), last)),
  );
}

const mix = elementwise("upsample", (a, b, share) => a.plus(b.minus(a).times(share)));

function between(x: Tensor, axis: number, to: number, step: number, alignCorners: boolean): Tensor {
  const last = x.shape[axis] - 1;
  const places = Array.from({ length: to }, (_, i) =>
    alignCorners ? i * step : Math.max(0, (i + 0.5) * step - 0.5),
  );
  const below = places.map((place) => Math.min(Math.floor(place), last));
  const above = below.map((i) => Math.min(i + 1, last));
  const shares = tensor(
    places.map((place, i) => place - below[i]),
    { dtype: x.dtype },
  );
  return mix(pick(x, axis, below), pick(x, axis, above), reshape(shares, axis === 2 ? [to, 1] : [to]));
}

function pick(x: Tensor, axis: number, places: readonly number[]): Tensor {
  return indexSelect(x, tensor(places, { dtype: "int32" }), { axis });
}

function check({ size, scaleFactor, mode = "nearest", alignCorners }: UpsampleOptions): void {
  if ((size === undefined) === (scaleFactor === undefined))
    throw new DataError("upsample", "needs size or scaleFactor, and not both");
  if (size !== undefined) for (const side of both(size)) sizeAbove("upsample", "size", side, 0);
  if (scaleFactor !== undefined && !both(scaleFactor).every((factor) => factor > 0 && factor < Infinity))
    throw new DataError("upsample", `scaleFactor must be above 0, got ${String(scaleFactor)}`);
  if (mode !== "nearest" && mode !== "bilinear")
    throw new DataError("upsample", `mode must be "nearest" or "bilinear", got ${String(mode)}`);
  if (alignCorners === true && mode === "nearest")
    throw new DataError("upsample", 'alignCorners needs the mode "bilinear"');
}
