import { between, type Color, type ColorName } from "./canvas.tsx";

type Colors = (name: ColorName) => Color;

/** Colours of evenly spaced steps through some colours, each as the four bytes of a pixel. */
export function paletteThrough(stops: readonly Color[], steps: number): Uint32Array {
  const bytes = new Uint8Array(4 * steps);
  for (let step = 0; step < steps; step++) {
    const way = (step / (steps - 1)) * (stops.length - 1);
    const stop = Math.min(Math.floor(way), stops.length - 2);
    bytes.set([...between(stops[stop], stops[stop + 1], way - stop), 255], 4 * step);
  }
  return new Uint32Array(bytes.buffer);
}

const known = new Map<string, Uint32Array>();

/** A palette of the page's colours. There are few, and they are made once. */
export function paletteOf(color: Colors, names: readonly ColorName[], steps: number): Uint32Array {
  const stops = names.map(color);
  const key = `${stops.join(" ")} ${steps}`;
  const palette = known.get(key) ?? paletteThrough(stops, steps);
  known.set(key, palette);
  return palette;
}
