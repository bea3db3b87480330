import { DataError, ShapeError, stridesOf } from "@piecewise/spec";
import { tensor } from "../create.ts";
import { requireTensor, type Tensor } from "../tensor.ts";
import { indexSelect } from "./indexing.ts";
import { placeInto } from "./views.ts";

/** What stands around a tensor: `value` (0 unless given), or numbers of its own. */
export interface PadOptions {
  /**
   * "constant" (the default) repeats `value`, "replicate" the number at the edge, "reflect" mirrors what lies behind the
   * edge, and "circular" begins again from the other end.
   */
  readonly mode?: "constant" | "reflect" | "replicate" | "circular";
  readonly value?: number;
}

/**
 * More numbers around a tensor: for each axis how many before and how many after.
 *
 * @example
 * await pad(tensor([1, 2]), [[1, 2]], { value: 9 }).array(); // [9,1,2,9,9]
 * await pad(tensor([1, 2, 3]), [[2, 1]], { mode: "reflect" }).array(); // [3,2,1,2,3,2]
 */
export function pad(
  x: Tensor,
  widths: readonly (readonly [before: number, after: number])[],
  options: PadOptions = {},
): Tensor {
  const { mode = "constant", value = 0 } = options;
  checkWidths(requireTensor("pad", x), widths);
  if (mode === "constant") return surround(x, widths, value);
  if (!(mode in modes))
    throw new DataError(
      "pad",
      `mode must be constant, ${Object.keys(modes).join(", ")}; got ${String(mode)}`,
    );
  return widths.reduce((y, width, axis) => extend(y, axis, width, modes[mode]), x);
}

function checkWidths(x: Tensor, widths: readonly (readonly [number, number])[]): void {
  if (widths.length !== x.rank)
    throw new ShapeError("pad", `${widths.length} pairs of widths for ${x.rank} axes`, x.shape);
  if (!widths.flat().every((n) => Number.isInteger(n) && n >= 0))
    throw new ShapeError(
      "pad",
      `widths must be whole and not negative, got ${JSON.stringify(widths)}`,
      x.shape,
    );
}

function surround(x: Tensor, widths: readonly (readonly [number, number])[], value: number): Tensor {
  const shape = x.shape.map((size, axis) => size + widths[axis][0] + widths[axis][1]);
  const strides = stridesOf(shape);
  const offset = strides.reduce((sum, stride, axis) => sum + stride * widths[axis][0], 0);
  return placeInto("pad", [x], shape, [{ shape: x.shape, strides, offset }], value);
}

/** How an axis goes on beyond its ends: the place among `size` for any whole number near it, and how far that reaches. */
interface Continuation {
  readonly place: (i: number, size: number) => number;
  readonly reach: (size: number) => number;
}

const modes: Readonly<Record<Exclude<PadOptions["mode"], "constant" | undefined>, Continuation>> = {
  reflect: {
    place: (i, size) => size - 1 - Math.abs(size - 1 - Math.abs(i)),
    reach: (size) => size - 1,
  },
  replicate: {
    place: (i, size) => Math.min(Math.max(i, 0), size - 1),
    reach: (size) => (size === 0 ? 0 : Infinity),
  },
  circular: { place: (i, size) => (i + size) % size, reach: (size) => size },
};

function extend(
  x: Tensor,
  axis: number,
  [before, after]: readonly [number, number],
  { place, reach }: Continuation,
): Tensor {
  if (before === 0 && after === 0) return x;
  const size = x.shape[axis];
  if (Math.max(before, after) > reach(size))
    throw new ShapeError(
      "pad",
      `the ${size} numbers of axis ${axis} reach for ${reach(size)} more at an end, not for ${Math.max(before, after)}`,
      x.shape,
    );
  const places = Array.from({ length: before + size + after }, (_, i) => place(i - before, size));
  return indexSelect(x, tensor(places, { dtype: "int32" }), { axis });
}
