import { useLayoutEffect, useRef } from "preact/hooks";
import { useMedia } from "./use-media.ts";

/** What a drawing gets: the place, its size in CSS pixels, and the page's colours by their names. */
export interface Paper<Context = CanvasRenderingContext2D> {
  readonly context: Context;
  readonly width: number;
  readonly height: number;
  readonly color: (name: ColorName) => Color;
}

export type ColorName = "class-0" | "class-1" | "ink" | "quiet" | "line" | "surface" | "accent" | "dead";
export type Color = readonly [red: number, green: number, blue: number];

interface Props {
  /** What there is to see, for those who do not. */
  readonly label: string;
  readonly draw: (paper: Paper) => void;
  readonly class?: string;
  /** How many times as wide as tall it is, where the style sheet does not say. */
  readonly aspect?: number;
}

/** A picture that is drawn anew whenever it is rendered, or its size or the colours of the page change. */
export function Canvas({ label, draw, class: name, aspect }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(draw);
  latest.current = draw;
  // Asking for the size at each drawing would have the whole page laid out there and then.
  const size = useRef<DOMRectReadOnly>(undefined);
  const isDark = useMedia("(prefers-color-scheme: dark)");
  useLayoutEffect(() => paint(canvas.current, size.current, draw, isDark));
  useLayoutEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const observer = new ResizeObserver(([{ contentRect }]) => {
      size.current = contentRect;
      paint(element, contentRect, latest.current, isDark);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [isDark]);
  const style = aspect === undefined ? {} : { aspectRatio: String(aspect) };
  return <canvas ref={canvas} role="img" aria-label={label} class={name} style={style} />;
}

function paint(
  canvas: HTMLCanvasElement | null,
  size: DOMRectReadOnly | undefined,
  draw: Props["draw"],
  isDark: boolean,
): void {
  const context = canvas?.getContext("2d");
  const [width, height] = [Math.round(size?.width ?? 0), Math.round(size?.height ?? 0)];
  if (canvas === null || !context || width === 0 || height === 0) return;
  const scale = devicePixelRatio;
  const [across, down] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  draw({ context, width, height, color: (name) => colorIn(canvas, isDark, name) });
}

const knownColors = new Map<string, Color>();

/** Colours stand in the style sheet as three numbers, which are read once for each scheme. */
function colorIn(canvas: HTMLCanvasElement, isDark: boolean, name: ColorName): Color {
  const key = `${isDark ? "dark" : "light"} ${name}`;
  const known = knownColors.get(key);
  if (known !== undefined) return known;
  const text = getComputedStyle(canvas).getPropertyValue(`--${name}`);
  const [red, green, blue] = text.trim().split(/\s+/).map(Number);
  knownColors.set(key, [red, green, blue]);
  return [red, green, blue];
}

export const cssColor = ([red, green, blue]: Color, opacity = 1): string =>
  `rgb(${red} ${green} ${blue} / ${opacity})`;

/** A colour between two. */
export function between(a: Color, b: Color, share: number): Color {
  const at = (i: 0 | 1 | 2) => Math.round(a[i] + share * (b[i] - a[i]));
  return [at(0), at(1), at(2)];
}
