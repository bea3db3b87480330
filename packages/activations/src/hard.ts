import { select } from "@piecewise/expressions";
import { activation } from "./activation.ts";

/** x from min to max, flat outside. The derivative at both ends is 0. Collobert, 2004. */
export const hardtanh = activation(
  "hardtanh",
  (x, { min, max }) => select(x.lessEqual(min), min, select(x.greaterEqual(max), max, x)),
  { range: [-1, 1], kinks: [-1, 1], slopeFromOutput: true, keepsOrder: true, hidden: "xavierNormal" },
  { min: -1, max: 1 },
);

/** x / 6 + 1/2 from −3 to 3, then 0 or 1: a sigmoid of straight lines. The derivative at ±3 is 0. */
export const hardsigmoid = activation(
  "hardsigmoid",
  (x) => select(x.lessEqual(-3), 0, select(x.greaterEqual(3), 1, x.plus(3).dividedBy(6))),
  { range: [0, 1], kinks: [-3, 3] },
);

/** x · hardsigmoid(x): SiLU of straight lines. The derivative is −1/2 at −3 and 1 at 3, as in PyTorch. Howard et al., 2019. */
export const hardswish = activation(
  "hardswish",
  (x) => select(x.less(-3), 0, select(x.greaterEqual(3), x, x.times(x.plus(3)).dividedBy(6))),
  { range: [-0.375, Infinity], kinks: [-3, 3], hidden: "kaimingNormal" },
);
