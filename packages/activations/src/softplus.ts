import { select } from "@piecewise/expressions";
import { activation } from "./activation.ts";

/** log(1 + e^(beta · x)) / beta, a smooth ReLU; x itself where beta · x is above `threshold`. Dugas et al., 2001. */
export const softplus = activation(
  "softplus",
  (x, { beta, threshold }) => {
    const scaled = x.times(beta);
    return select(scaled.greater(threshold), x, scaled.softplus().dividedBy(beta));
  },
  { range: [0, Infinity], output: { task: "a positive number", loss: "meanSquaredError" } },
  { beta: 1, threshold: 20 },
);
