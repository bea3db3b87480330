import { double, doubles, float, inside, message, whole, type Field } from "./protocol-buffer.ts";

/** One thing to show: a `Summary.Value` of TensorBoard. */
export type Shown = Field;

const value = (tag: string, what: Field): Shown => inside(1, message(inside(1, tag), what));

/** A number, for a curve. */
export function scalar(tag: string, number: number): Shown {
  return value(tag, float(2, number));
}

/** How numbers are spread, in 30 intervals of the same width. */
export function histogram(tag: string, numbers: ArrayLike<number>): Shown {
  const finite = Array.from(numbers).filter(Number.isFinite);
  const [low, high] = finite.reduce(
    ([least, most], x) => [Math.min(least, x), Math.max(most, x)],
    [Infinity, -Infinity],
  );
  const width = (high - low) / 30 || 1;
  const counts = new Array<number>(30).fill(0);
  for (const x of finite) counts[Math.min(29, Math.floor((x - low) / width))]++;
  const sum = finite.reduce((total, x) => total + x, 0);
  const squares = finite.reduce((total, x) => total + x * x, 0);
  const isEmpty = finite.length === 0;
  const limits = counts.map((_, i) => (isEmpty ? 0 : low) + width * (i + 1));
  const range = isEmpty ? [double(1, 0), double(2, 0)] : [double(1, low), double(2, high)];
  const spread = [
    double(3, finite.length),
    double(4, sum),
    double(5, squares),
    doubles(6, limits),
    doubles(7, counts),
  ];
  return value(tag, inside(5, message(...range, ...spread)));
}

/** A picture, as the bytes of a PNG. */
export function image(tag: string, { height, width, channels, png }: Picture): Shown {
  return value(
    tag,
    inside(4, message(whole(1, height), whole(2, width), whole(3, channels), inside(4, png))),
  );
}

/** A picture, and its bytes. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly png: Uint8Array;
}

/** What is shown of a step, as an `Event`. */
export function event(seconds: number, step: number, shown: readonly Shown[]): Uint8Array<ArrayBuffer> {
  return message(double(1, seconds), whole(2, step), inside(5, message(...shown)));
}

/** The event that a file begins with. */
export function firstEvent(seconds: number): Uint8Array<ArrayBuffer> {
  return message(double(1, seconds), inside(3, "brain.Event:2"));
}
