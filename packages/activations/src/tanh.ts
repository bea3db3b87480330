import { activation } from "./activation.ts";

/** Hyperbolic tangent: a sigmoid around 0, with slope 1 there. */
export const tanh = activation("tanh", (x) => x.tanh(), {
  range: [-1, 1],
  slopeFromOutput: true,
  gain: 5 / 3, // PyTorch's choice; the variance is kept with 1.59.
  hidden: "xavierNormal",
  output: { task: "a number between −1 and 1", loss: "meanSquaredError" },
});
