import { select } from "@piecewise/expressions";
import { activation } from "./activation.ts";

/** x above `threshold`, `value` at and below. The derivative at the threshold is 0. */
export const threshold = activation(
  "threshold",
  (x, { threshold, value }) => select(x.lessEqual(threshold), value, x),
  { range: [0, Infinity], kinks: [0] },
  { threshold: 0, value: 0 },
);
