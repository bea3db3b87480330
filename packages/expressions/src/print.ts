import type { Expression } from "./expression.ts";
import type { ScalarFunction } from "./values.ts";

/** The names to print for inputs and scalars; by default x, y, z, w and α, β, γ, δ. */
export interface Names {
  readonly inputs?: readonly string[];
  readonly scalars?: readonly string[];
}

// How tightly a printed form holds together; an argument that holds less tightly than its place asks is bracketed.
const [loose, comparison, sum, product, prefix, power, atom] = [0, 1, 2, 3, 4, 5, 6] as const;

/**
 * A form is the template of a function: `#0`, `#1`, `#2` stand for its arguments, `at` says how tightly each is held. In
 * LaTeX an argument in braces, `{#0}`, needs no brackets: its place shows where it ends.
 */
interface Form {
  readonly holds: number;
  readonly at: readonly number[];
  readonly text: string;
  readonly latex: string;
}

const call = (text: string, latex: string): Form => ({
  holds: atom,
  at: [loose, loose, loose],
  text: `${text}(#0)`,
  latex: `${latex}\\left(#0\\right)`,
});
const callTwo = (text: string, latex: string): Form => ({
  ...call(text, latex),
  text: `${text}(#0, #1)`,
  latex: `${latex}\\left(#0, #1\\right)`,
});
const infix = (holds: number, right: number, text: string, latex: string): Form => ({
  holds,
  at: [holds, right],
  text: `#0 ${text} #1`,
  latex: `#0 ${latex} #1`,
});
// `a < b < c` would mean something else, so a comparison in a comparison is bracketed on either side.
const compare = (text: string, latex: string): Form => ({
  ...infix(comparison, sum, text, latex),
  at: [sum, sum],
});

const forms: Record<ScalarFunction, Form> = {
  add: infix(sum, sum, "+", "+"),
  subtract: infix(sum, product, "−", "-"),
  multiply: infix(product, product, "·", "\\cdot"),
  divide: { holds: product, at: [product, prefix], text: "#0 / #1", latex: "\\frac{#0}{#1}" },
  remainder: infix(product, prefix, "mod", "\\bmod"),
  power: { holds: power, at: [atom, power], text: "#0^#1", latex: "#0^{#1}" },
  maximum: callTwo("max", "\\max"),
  minimum: callTwo("min", "\\min"),
  negate: { holds: prefix, at: [prefix], text: "−#0", latex: "-#0" },
  absolute: { holds: atom, at: [loose], text: "|#0|", latex: "\\left|#0\\right|" },
  sign: call("sign", "\\operatorname{sign}"),
  floor: { holds: atom, at: [loose], text: "⌊#0⌋", latex: "\\left\\lfloor #0\\right\\rfloor" },
  round: call("round", "\\operatorname{round}"),
  sqrt: { holds: atom, at: [atom], text: "√#0", latex: "\\sqrt{#0}" },
  exp: call("exp", "\\exp"),
  expm1: call("expm1", "\\operatorname{expm1}"),
  log: call("log", "\\ln"),
  log1p: call("log1p", "\\operatorname{log1p}"),
  sin: call("sin", "\\sin"),
  cos: call("cos", "\\cos"),
  tan: call("tan", "\\tan"),
  asin: call("asin", "\\arcsin"),
  acos: call("acos", "\\arccos"),
  atan: call("atan", "\\arctan"),
  atan2: callTwo("atan2", "\\operatorname{atan2}"),
  sinh: call("sinh", "\\sinh"),
  cosh: call("cosh", "\\cosh"),
  tanh: call("tanh", "\\tanh"),
  sigmoid: call("sigmoid", "\\sigma"),
  softplus: call("softplus", "\\operatorname{softplus}"),
  erf: call("erf", "\\operatorname{erf}"),
  less: compare("<", "<"),
  lessEqual: compare("≤", "\\le"),
  equal: compare("=", "="),
  select: {
    holds: loose,
    at: [comparison, comparison, loose],
    text: "#1 if #0 else #2",
    latex: "\\begin{cases} #1 & \\text{if } #0 \\\\ #2 & \\text{otherwise} \\end{cases}",
  },
};

/** How x · x is printed. */
const square: Form = { holds: power, at: [atom], text: "#0²", latex: "#0^{2}" };

/**
 * An expression as a line of text.
 *
 * @example
 * print(select(input(0).lessEqual(0), 0, input(0))); // "0 if x ≤ 0 else x"
 */
export function print(expression: Expression, names: Names = {}): string {
  return printed(expression, loose, "text", names);
}

/**
 * An expression as LaTeX, for a formula in a document.
 *
 * @example
 * printLatex(input(0).dividedBy(input(0).exp())); // "\\frac{x}{\\exp\\left(x\\right)}"
 */
export function printLatex(expression: Expression, names: Names = {}): string {
  return printed(expression, loose, "latex", names);
}

function printed(e: Expression, held: number, style: "text" | "latex", names: Names): string {
  if (e.kind === "constant") return constantText(e.value, held, style);
  if (e.kind === "input") return names.inputs?.[e.value] ?? letter(letters.input, e.value, style);
  if (e.kind === "scalar") return names.scalars?.[e.value] ?? letter(letters.scalar[style], e.value, style);
  const form = e.kind === "multiply" && e.args[0] === e.args[1] ? square : forms[e.kind];
  const line = form[style]
    .replace(/\{#(\d)\}/g, (_, i: string) => `{${printed(e.args[Number(i)], loose, style, names)}}`)
    .replace(/#(\d)/g, (_, i: string) => printed(e.args[Number(i)], form.at[Number(i)], style, names));
  if (form.holds >= held) return line;
  return style === "text" ? `(${line})` : `\\left(${line}\\right)`;
}

function constantText(value: number, held: number, style: "text" | "latex"): string {
  const infinity = style === "text" ? "∞" : "\\infty";
  const text = Math.abs(value) === Infinity ? infinity : String(Number(Math.abs(value).toPrecision(6)));
  if (!(value < 0)) return Number.isNaN(value) ? "NaN" : text;
  const minus = style === "text" ? "−" : "-";
  return held > sum ? `(${minus}${text})` : minus + text;
}

const letters = {
  input: ["x", "y", "z", "w"],
  scalar: { text: ["α", "β", "γ", "δ"], latex: ["\\alpha", "\\beta", "\\gamma", "\\delta"] },
};

function letter(names: readonly string[], index: number, style: "text" | "latex"): string {
  return names[index] ?? (style === "text" ? `${names[0]}${index}` : `${names[0]}_{${index}}`);
}
