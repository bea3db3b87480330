import { print, printLatex } from "@piecewise/expressions";
import type { Elementwise } from "@piecewise/tensor";

/** An activation, or any other elementwise operation. */
type WithFormula = { readonly elementwise: Elementwise };

/**
 * The formula of an activation, or of any elementwise operation, as text.
 *
 * @example
 * formulaText(relu); // "0 if x ≤ 0 else x"
 * formulaText(leakyRelu); // "x if 0 < x else x · negativeSlope"
 */
export function formulaText({ elementwise: { expression, defaults } }: WithFormula): string {
  return print(expression, { scalars: Object.keys(defaults) });
}

/**
 * The same as LaTeX.
 *
 * @example
 * formulaLatex(sigmoid); // "\\sigma\\left(x\\right)"
 */
export function formulaLatex({ elementwise: { expression, defaults } }: WithFormula): string {
  return printLatex(expression, { scalars: Object.keys(defaults).map((option) => `\\text{${option}}`) });
}
