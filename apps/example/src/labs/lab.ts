/** One way of doing it, and what came of it. */
export interface Variant {
  readonly name: string;
  /** What the lab's chart shows of it, from left to right; NaN where there is nothing to show. */
  readonly curve: readonly number[];
  /** What the lab's table shows, a number for each column. */
  readonly numbers: readonly number[];
}

/** An experiment from the textbook. It computes on the backend in use, and the same seed gives the same numbers. */
export interface Lab {
  readonly title: string;
  /** What the textbook says. */
  readonly claim: string;
  /** What is trained or measured, on what. */
  readonly setting: string;
  /** What the numbers say, in the end. */
  readonly lesson: string;
  readonly columns: readonly Column[];
  readonly chart: Chart;
  readonly run: (seed: number) => Promise<readonly Variant[]>;
}

export interface Column {
  readonly title: string;
  readonly text: (value: number) => string;
}

/** How the curves are drawn. */
export interface Chart {
  readonly x: Axis;
  readonly y: Axis & { readonly type?: "linear" | "log"; readonly domain?: readonly [number, number] };
  readonly caption: string;
}

interface Axis {
  /** With its unit. */
  readonly label: string;
  /** Where the curves' first numbers lie; 0 unless given. */
  readonly from?: number;
}

/** A share in per cent. */
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** A number to three digits. */
export const short = (x: number): string =>
  Number.isFinite(x) && x !== 0 && (Math.abs(x) < 1e-3 || Math.abs(x) >= 1e4)
    ? x.toExponential(1)
    : String(Number(x.toPrecision(3)));
