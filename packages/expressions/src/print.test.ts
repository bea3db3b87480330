import { describe, expect, it } from "vitest";
import { constant, input, scalar, select } from "./expression.ts";
import { print, printLatex } from "./print.ts";

const [x, y, z] = [input(0), input(1), input(2)];

const rows = [
  [x.minus(y).minus(z), "x − y − z", "x - y - z"],
  [x.minus(y.plus(z)), "x − (y + z)", "x - \\left(y + z\\right)"],
  [x.plus(-3), "x − 3", "x - 3"],
  [constant(-3).plus(x), "−3 + x", "-3 + x"],
  [x.times(-3), "x · (−3)", "x \\cdot (-3)"],
  [x.plus(y).times(z), "(x + y) · z", "\\left(x + y\\right) \\cdot z"],
  [x.plus(y).dividedBy(z.plus(1)), "(x + y) / (z + 1)", "\\frac{x + y}{z + 1}"],
  [x.dividedBy(y.times(z)), "x / (y · z)", "\\frac{x}{y \\cdot z}"],
  [x.square(), "x²", "x^{2}"],
  [x.square().negate(), "−x²", "-x^{2}"],
  [x.negate().square(), "(−x)²", "\\left(-x\\right)^{2}"],
  [x.plus(1).power(y.plus(1)), "(x + 1)^(y + 1)", "\\left(x + 1\\right)^{y + 1}"],
  [x.power(-0.5), "x^(−0.5)", "x^{-0.5}"],
  [x.power(y.power(z)), "x^y^z", "x^{y^{z}}"],
  [x.power(y).power(z), "(x^y)^z", "\\left(x^{y}\\right)^{z}"],
  [x.plus(1).sqrt(), "√(x + 1)", "\\sqrt{x + 1}"],
  [x.ceil(), "−⌊−x⌋", "-\\left\\lfloor -x\\right\\rfloor"],
  [x.minus(y).absolute(), "|x − y|", "\\left|x - y\\right|"],
  [x.remainder(y.plus(z)), "x mod (y + z)", "x \\bmod \\left(y + z\\right)"],
  [
    x.maximum(y).atan2(z),
    "atan2(max(x, y), z)",
    "\\operatorname{atan2}\\left(\\max\\left(x, y\\right), z\\right)",
  ],
  [x.less(y).equal(0), "(x < y) = 0", "\\left(x < y\\right) = 0"],
  [x.lessEqual(y.less(z)), "x ≤ (y < z)", "x \\le \\left(y < z\\right)"],
  [
    select(x.lessEqual(0), 0, x).plus(1),
    "(0 if x ≤ 0 else x) + 1",
    "\\left(\\begin{cases} 0 & \\text{if } x \\le 0 \\\\ x & \\text{otherwise} \\end{cases}\\right) + 1",
  ],
  [x.times(x.sigmoid()), "x · sigmoid(x)", "x \\cdot \\sigma\\left(x\\right)"],
  [x.times(Math.PI).plus(Infinity), "x · 3.14159 + ∞", "x \\cdot 3.14159 + \\infty"],
  [x.minus(Infinity).maximum(-Infinity), "max(x − ∞, −∞)", "\\max\\left(x - \\infty, -\\infty\\right)"],
  [x.plus(NaN), "x + NaN", "x + NaN"],
  [input(4).times(scalar(0)).plus(scalar(5)), "x4 · α + α5", "x_{4} \\cdot \\alpha + \\alpha_{5}"],
] as const;

describe("print", () => {
  it.each(rows.map(([e, text]) => [text, e] as const))("%s has brackets where they are needed", (text, e) => {
    expect(print(e)).toBe(text);
  });

  it("writes the names it is given", () => {
    const slope = select(x.greater(0), x, x.times(scalar(0)));
    expect(print(slope, { inputs: ["t"], scalars: ["slope"] })).toBe("t if 0 < t else t · slope");
  });
});

describe("printLatex", () => {
  it.each(rows.map(([e, , latex]) => [latex, e] as const))("%s", (latex, e) => {
    expect(printLatex(e)).toBe(latex);
  });

  it("closes every brace and bracket it opens", () => {
    for (const [e] of rows) {
      const latex = printLatex(e);
      expect(latex.split("\\left").length).toBe(latex.split("\\right").length);
      expect(latex.split("{").length).toBe(latex.split("}").length);
    }
  });
});
