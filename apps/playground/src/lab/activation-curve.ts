import { expressions, formulaText, type Activation } from "piecewise";
import { factsOf } from "./facts.ts";
import { places, type ActivationCurve } from "./places.ts";

const [lowest, highest] = [-2, 4] as const;

/** An activation and its derivative, at its usual options. */
export function curveOf(activation: Activation): ActivationCurve {
  const [values, slopes] = [valuesOf(activation), valuesOf(activation.derivative)];
  const both = [...values, ...slopes];
  const range = [
    Math.max(lowest, Math.min(...both)) - 0.4,
    Math.min(highest, Math.max(...both)) + 0.2,
  ] as const;
  return { values, slopes, range, formula: formulaText(activation), facts: factsOf(activation.facts) };
}

function valuesOf({ elementwise: { expression, defaults } }: Pick<Activation, "elementwise">): Float64Array {
  const scalars = Object.values(defaults);
  return Float64Array.from(places, (x) => expressions.evaluate(expression, [x], scalars));
}
