import { DataError, pad, type Tensor } from "@piecewise/tensor";

/** What stands around an image or a sequence: zeros, its mirror image, its outermost numbers, or its other end. */
export type PaddingMode = "zeros" | "reflect" | "replicate" | "circular";

/** The options of a convolution that say what stands around its input. */
interface Around<Size> {
  readonly padding?: Size | "same" | "valid";
  readonly paddingMode?: PaddingMode;
  readonly stride?: Size;
  readonly dilation?: Size;
}

/** What to do before a convolution, and what padding is left to it: it adds zeros itself. */
export function surroundings<Size extends number | readonly number[]>(
  kind: string,
  kernel: readonly number[],
  options: Around<Size>,
): { readonly pad: (x: Tensor) => Tensor; readonly padding: Size | "same" | "valid" | 0 } {
  const { padding = 0, paddingMode = "zeros" } = options;
  if (padding === "same" && [options.stride ?? 1].flat().some((step) => step !== 1))
    throw new DataError(kind, `padding "same" needs stride 1, got ${String(options.stride)}`);
  if (!modes.includes(paddingMode))
    throw new DataError(kind, `paddingMode must be one of ${modes.join(", ")}, got ${String(paddingMode)}`);
  if (paddingMode === "zeros" || padding === 0 || padding === "valid") return { pad: (x) => x, padding };
  const widths = kernel.map((size, axis) => {
    if (padding !== "same") return [at(padding, axis), at(padding, axis)] as const;
    const more = at(options.dilation ?? 1, axis) * (size - 1);
    return [Math.floor(more / 2), Math.ceil(more / 2)] as const;
  });
  return { pad: (x) => pad(x, [[0, 0], [0, 0], ...widths], { mode: paddingMode }), padding: 0 };
}

const modes: readonly PaddingMode[] = ["zeros", "reflect", "replicate", "circular"];

const at = (size: number | readonly number[], axis: number) => (typeof size === "number" ? size : size[axis]);
