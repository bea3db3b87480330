import { select } from "@piecewise/expressions";
import { activation } from "./activation.ts";

/** Moves x towards 0 by lambda and stops there: the proximal step of an L1 penalty. The derivative at ±lambda is 0. */
export const softshrink = activation(
  "softshrink",
  (x, { lambda }) => select(x.absolute().lessEqual(lambda), 0, x.minus(x.sign().times(lambda))),
  { range: [-Infinity, Infinity], kinks: [-0.5, 0.5] },
  { lambda: 0.5 },
);

/** 0 from −lambda to lambda, x outside. It jumps at ±lambda, where the derivative is 0. */
export const hardshrink = activation(
  "hardshrink",
  (x, { lambda }) => select(x.absolute().lessEqual(lambda), 0, x),
  { range: [-Infinity, Infinity], kinks: [-0.5, 0.5] },
  { lambda: 0.5 },
);

/** x − tanh(x): flat around 0. */
export const tanhshrink = activation("tanhshrink", (x) => x.minus(x.tanh()), {
  range: [-Infinity, Infinity],
});
