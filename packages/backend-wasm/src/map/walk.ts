import type { Attributes } from "@piecewise/spec";
import type { ChannelsLast, WasmBuffer } from "../buffer.ts";
import { rowMajor } from "../layout.ts";
import type { Engine } from "../engine.ts";

/** Two loops, one inside the other, and how far each pointer moves between two rows; further axes are walked from outside. */
export interface Walk {
  readonly outer: number;
  readonly inner: number;
  /** For each input: 1 goes from number to number within a row, 0 repeats one. */
  readonly within: readonly number[];
  /** For each input: numbers from row to row. */
  readonly between: readonly number[];
  /** Sizes and strides of the axes further out. */
  readonly shape: readonly number[];
  readonly strides: readonly (readonly number[])[];
}

export interface Arranged {
  readonly shape: readonly number[];
  readonly strides: readonly (readonly number[])[];
  readonly layout: ChannelsLast | undefined;
}

/**
 * Images in channels-last order stay so where all inputs that fill the output have that order and the others repeat along
 * whole axes; otherwise everything is put into the order of its shape.
 */
export function arrange(
  engine: Engine,
  output: WasmBuffer,
  inputs: readonly WasmBuffer[],
  { shape, strides }: Attributes["map"],
): Arranged {
  const layout = inputs.find((x) => x.layout !== undefined && x.size === output.size)?.layout;
  const permuted = layout === undefined ? undefined : channelsLast(layout, output, inputs, shape, strides);
  if (permuted !== undefined) return { ...permuted, layout };
  for (const x of inputs) rowMajor(engine, x);
  return { shape, strides, layout: undefined };
}

function channelsLast(
  layout: ChannelsLast,
  output: WasmBuffer,
  inputs: readonly WasmBuffer[],
  shape: readonly number[],
  strides: readonly (readonly number[])[],
): Pick<Arranged, "shape" | "strides"> | undefined {
  const { batch, channels, pixels } = layout;
  const full = inputs.map((x) => x.size === output.size);
  const sameLayout = (x: WasmBuffer) => x.layout?.channels === channels && x.layout.pixels === pixels;
  if (!inputs.every((x, i) => (full[i] ? sameLayout(x) : x.layout === undefined))) return undefined;
  if (shape.length === 1 && full.every(Boolean)) return { shape, strides };
  if (String(shape) !== String([batch, channels, pixels])) return undefined;
  const moved = strides.map(([b, c, p], i) => (full[i] ? [channels * pixels, channels, 1] : [b, p, c]));
  // The loops know inputs that go along with the channels or repeat, no others.
  if (moved.some(([, , c]) => c !== 0 && c !== 1)) return undefined;
  const joins = moved.every(([b, p]) => b === p * pixels);
  if (!joins) return { shape: [batch, pixels, channels], strides: moved };
  return { shape: [batch * pixels, channels], strides: moved.map(([, p, c]) => [p, c]) };
}

export function walkOf(shape: readonly number[], strides: readonly (readonly number[])[]): Walk {
  const axis = shape.length - 1;
  const at = (a: number) => strides.map((s) => (a >= 0 ? s[a] : 0));
  return {
    inner: axis >= 0 ? shape[axis] : 1,
    outer: axis >= 1 ? shape[axis - 1] : 1,
    within: at(axis),
    between: at(axis - 1),
    shape: shape.slice(0, Math.max(0, axis - 1)),
    strides: strides.map((s) => s.slice(0, Math.max(0, axis - 1))),
  };
}

/** Calls `body` for each position of the axes further out, with the offset of each input and of the outputs. */
export function eachRow(walk: Walk, body: (offset: readonly number[], position: number) => void): void {
  const { shape, strides, outer, inner } = walk;
  const rows = shape.reduce((a, b) => a * b, 1);
  const index = shape.map(() => 0);
  const offset = strides.map(() => 0);
  for (let row = 0; row < rows; row++) {
    body(offset, row * outer * inner);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]++;
      strides.forEach((s, i) => (offset[i] += s[axis]));
      if (index[axis] < shape[axis]) break;
      strides.forEach((s, i) => (offset[i] -= s[axis] * shape[axis]));
      index[axis] = 0;
    }
  }
}
