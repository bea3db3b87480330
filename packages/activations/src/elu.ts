import { select } from "@piecewise/expressions";
import { activation } from "./activation.ts";

/** x above 0, alpha · (eˣ − 1) at and below: the mean stays near 0. Clevert, Unterthiner and Hochreiter, 2016. */
export const elu = activation(
  "elu",
  (x, { alpha }) => select(x.greater(0), x, x.expm1().times(alpha)),
  { range: [-1, Infinity], hidden: "kaimingNormal" },
  { alpha: 1 },
);
