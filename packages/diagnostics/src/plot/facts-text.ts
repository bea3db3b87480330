import { formulaText, type Activation } from "@piecewise/activations";

/** The formula with its name, such as `relu(x) = 0 if x ≤ 0 else x`; the name alone where formulas have it as it is. */
export function namedFormula(activation: Activation): string {
  const [name, formula] = [`${activation.facts.name}(x)`, formulaText(activation)];
  return name === formula ? name : `${name} = ${formula}`;
}

/** What is known about an activation, in short phrases. */
export function factTexts({ facts, elementwise }: Activation): string[] {
  const { range, gain, saturation, kinks } = facts;
  const flat = [
    ...(saturation.below === undefined ? [] : [`below ${numberText(saturation.below)}`]),
    ...(saturation.above === undefined ? [] : [`above ${numberText(saturation.above)}`]),
  ];
  return [
    ...Object.entries(elementwise.defaults).map(([option, value]) => `${option} = ${numberText(value)}`),
    `range ${numberText(range[0])} … ${numberText(range[1])}`,
    `gain ${numberText(gain)}`,
    flat.length === 0 ? "flat nowhere" : `flat ${flat.join(" and ")}`,
    ...kinks.map(({ at, derivative }) => `slope at the kink ${numberText(at)}: ${numberText(derivative)}`),
  ];
}

/** A number to four digits, with a minus sign and ∞. */
export function numberText(n: number): string {
  const size = Math.abs(n) === Infinity ? "∞" : String(Number(Math.abs(n).toPrecision(4)));
  return n < 0 ? `−${size}` : size;
}
