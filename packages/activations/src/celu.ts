import { select } from "@piecewise/expressions";
import { activation } from "./activation.ts";

/** ELU whose slope at 0 is 1 for every alpha: alpha · (e^(x / alpha) − 1) at and below 0. Barron, 2017. */
export const celu = activation(
  "celu",
  (x, { alpha }) => select(x.greater(0), x, x.dividedBy(alpha).expm1().times(alpha)),
  { range: [-1, Infinity], hidden: "kaimingNormal" },
  { alpha: 1 },
);
