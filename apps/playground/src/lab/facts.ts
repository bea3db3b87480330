import type { ActivationFacts } from "piecewise";
import { numberText } from "../page/number-text.ts";

/** What is known of an activation, in sentences. */
export function factsOf({ range, kinks, saturation, gain, hidden }: ActivationFacts): readonly string[] {
  const [least, most] = range;
  return [
    `Its values lie between ${signed(least)} and ${signed(most)}.`,
    ...kinks.map(
      ({ at, derivative }) => `It has a kink at ${at}; there, ${numberText(derivative)} counts as its slope.`,
    ),
    saturationText(saturation),
    `Its gain is ${numberText(gain)}${hidden === undefined ? "" : `, and ${hidden} goes with it`}.`,
  ];
}

function saturationText({ below, above }: ActivationFacts["saturation"]): string {
  const sides = [
    ...(below === undefined ? [] : [`below ${signed(below)}`]),
    ...(above === undefined ? [] : [`above ${signed(above)}`]),
  ];
  if (sides.length === 0) return "It is nowhere flat for good.";
  return `It is almost flat ${sides.join(" and ")}: hardly any gradient passes there.`;
}

const signed = (x: number) => numberText(x).replace("-", "−");
