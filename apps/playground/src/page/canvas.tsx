import { useLayoutEffect, useRef } from "preact/hooks";

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

/** A picture that is drawn anew whenever it is rendered, or its size changes. */
export function Canvas({ label, draw, class: name, aspect }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const latest = useRef(draw);
  latest.current = draw;
  useLayoutEffect(() => {
    if (canvas.current !== null) paint(canvas.current, draw);
  });
  useLayoutEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => paint(element, latest.current));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const style = aspect === undefined ? {} : { aspectRatio: String(aspect) };
  return <canvas ref={canvas} role="img" aria-label={label} class={name} style={style} />;
}

function paint(canvas: HTMLCanvasElement, draw: Props["draw"]): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = canvas.getContext("2d");
  if (context === null || width === 0 || height === 0) return;
  const scale = devicePixelRatio;
  const [across, down] = [Math.round(width * scale), Math.round(height * scale)];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  const style = getComputedStyle(canvas);
  draw({ context, width, height, color: (name) => colorIn(style, name) });
}

/** Colours stand in the style sheet as three numbers. */
function colorIn(style: CSSStyleDeclaration, name: ColorName): Color {
  const [red, green, blue] = style.getPropertyValue(`--${name}`).trim().split(/\s+/).map(Number);
  return [red, green, blue];
}

export const cssColor = ([red, green, blue]: Color, opacity = 1): string =>
  `rgb(${red} ${green} ${blue} / ${opacity})`;

/** A colour between two. */
export function between(a: Color, b: Color, share: number): Color {
  const at = (i: 0 | 1 | 2) => Math.round(a[i] + share * (b[i] - a[i]));
  return [at(0), at(1), at(2)];
}
