import { activation } from "./activation.ts";

/** x · tanh(softplus(x)). Misra, 2019. */
export const mish = activation("mish", (x) => x.times(x.softplus().tanh()), {
  range: [-0.308841, Infinity],
  hidden: "kaimingNormal",
});
