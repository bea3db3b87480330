import { activation } from "./activation.ts";

/** x · Φ(x), x weighted by the share of the normal distribution below it. Hendrycks and Gimpel, 2016. */
export const gelu = activation("gelu", (x) => x.times(0.5).times(x.times(Math.SQRT1_2).erf().plus(1)), {
  range: [-0.169971, Infinity],
  hidden: "kaimingNormal",
});

/** GELU as its authors approximate it: x / 2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))). */
export const geluTanh = activation(
  "geluTanh",
  (x) => {
    const inner = x.plus(x.square().times(x).times(0.044715)).times(Math.sqrt(2 / Math.PI));
    return x.times(0.5).times(inner.tanh().plus(1));
  },
  { range: [-0.170041, Infinity], hidden: "kaimingNormal" },
);
