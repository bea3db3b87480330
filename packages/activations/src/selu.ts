import { select } from "@piecewise/expressions";
import { activation } from "./activation.ts";

const [alpha, scale] = [1.6732632423543772, 1.0507009873554805];

/** ELU scaled so that signals keep mean 0 and variance 1 from layer to layer. Klambauer et al., 2017. */
export const selu = activation("selu", (x) => select(x.greater(0), x, x.expm1().times(alpha)).times(scale), {
  range: [-alpha * scale, Infinity],
  kinks: [0],
  gain: 3 / 4, // PyTorch's choice; the variance is kept with 1.
  hidden: "lecunNormal",
});
