import type { Attributes, TypedArray, View } from "@piecewise/spec";
import { forEachRow, simplified } from "./nest.ts";

type Buffers = readonly TypedArray[];

export function copy([output]: Buffers, [input]: Buffers, { from }: Attributes["copy"]): void {
  forEachRowOf(from, (start, first, size, stride) => copyRow(output, start, 1, input, first, stride, size));
}

export function place([output]: Buffers, inputs: Buffers, { fill, to }: Attributes["place"]): void {
  output.fill(fill);
  to.forEach((view, i) =>
    forEachRowOf(view, (start, first, size, stride) =>
      copyRow(output, first, stride, inputs[i], start, 1, size),
    ),
  );
}

/** Calls `visit` for each innermost row: where it starts in the plain order and in the buffer, its size and stride. */
function forEachRowOf(
  { shape, strides, offset }: View,
  visit: (start: number, first: number, size: number, stride: number) => void,
): void {
  const nest = simplified(shape, [strides]);
  const size = nest.sizes.at(-1)!;
  const stride = nest.strides[0].at(-1)!;
  forEachRow(nest, (row, [start]) => visit(row * size, offset + start, size, stride));
}

function copyRow(
  target: TypedArray,
  at: number,
  step: number,
  source: TypedArray,
  from: number,
  stride: number,
  size: number,
): void {
  for (let i = 0; i < size; i++) target[at + i * step] = source[from + i * stride];
}
