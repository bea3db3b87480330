import type { Local } from "../emitter/code.ts";
import type { Lanes } from "./lanes.ts";

/**
 * Does in float64 what float32 is not precise enough for: `body` gets two numbers of each input, and leaves two of each
 * output, which are rounded to float32.
 */
export function eachHalf(
  lanes: Lanes,
  inputs: readonly Local[],
  outputs: readonly Local[],
  body: (inputs: readonly Local[], outputs: readonly Local[]) => void,
): void {
  const { code } = lanes;
  lanes.with(inputs.length + 2 * outputs.length, (...wide) => {
    const from = wide.slice(0, inputs.length);
    const low = wide.slice(inputs.length, inputs.length + outputs.length);
    const high = wide.slice(inputs.length + outputs.length);
    inputs.forEach((input, i) => code.get(input).do("f64x2PromoteLow").set(from[i]));
    body(from, low);
    inputs.forEach((input, i) =>
      code.get(input).get(input).shuffle(2, 3, 0, 1).do("f64x2PromoteLow").set(from[i]),
    );
    body(from, high);
    outputs.forEach((output, i) => {
      code.get(low[i]).do("f32x4DemoteZero").get(high[i]).do("f32x4DemoteZero");
      code.shuffle(0, 1, 4, 5).set(output);
    });
  });
}

/** Pushes c₀ + c₁x + c₂x² + … in float64. */
export function polynomial64(lanes: Lanes, x: Local, coefficients: readonly number[]): void {
  lanes.constant64(coefficients.at(-1)!);
  for (const c of coefficients.slice(0, -1).reverse()) {
    lanes.code.get(x).do("f64x2Mul");
    lanes.constant64(c).do("f64x2Add");
  }
}
