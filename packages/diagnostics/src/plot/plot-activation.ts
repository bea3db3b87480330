import type { Activation } from "@piecewise/activations";
import { DataError } from "@piecewise/tensor";
import { sampleActivation, type Curves } from "./curves.ts";
import { factTexts, namedFormula } from "./facts-text.ts";
import { terminalPlot } from "./terminal-plot.ts";

/** Which part of an activation to draw, and how wide. */
export interface PlotActivationOptions {
  /** The smallest and the largest input; −5 and 10 unless given. */
  readonly from?: number;
  readonly to?: number;
  /** How many characters a line of the drawing has at most; 80 unless given. */
  readonly columns?: number;
}

/** An activation and its derivative, as numbers to draw with a library of your choice, and drawn with characters. */
export interface ActivationPlot extends Curves {
  /** `relu(x) = 0 if x ≤ 0 else x` */
  readonly title: string;
  /** What is known about it, in short phrases. */
  readonly facts: readonly string[];
  /** Both curves with ● and ○, below title and facts. */
  readonly text: string;
}

/**
 * Computes f and f′ over a range and draws both for a terminal. Each kink is among the points, with one close to it on either
 * side.
 *
 * @example
 * const { title, x, derivative, text } = await plotActivation(relu, { from: -2, to: 2 });
 * title; // "relu(x) = 0 if x ≤ 0 else x"
 * derivative[x.indexOf(0)]; // 0
 * text.split("\n")[0]; // "● relu(x) = 0 if x ≤ 0 else x"
 */
export async function plotActivation(
  activation: Activation,
  { from = -5, to = 10, columns = 80 }: PlotActivationOptions = {},
): Promise<ActivationPlot> {
  if (!(from < to && Number.isFinite(to - from)))
    throw new DataError("plotActivation", `from must be below to, and both finite; got ${from} and ${to}`);
  if (!Number.isInteger(columns) || columns < 16)
    throw new DataError("plotActivation", `columns must be a whole number, at least 16; got ${columns}`);
  const curves = await sampleActivation(activation, from, to);
  const text = terminalPlot(activation, curves, columns);
  return { ...curves, title: namedFormula(activation), facts: factTexts(activation), text };
}
