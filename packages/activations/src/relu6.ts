import { select } from "@piecewise/expressions";
import { activation } from "./activation.ts";

/** ReLU that stops at 6, for arithmetic with few bits. Krizhevsky, 2010. The derivative at 0 and at 6 is 0. */
export const relu6 = activation("relu6", (x) => select(x.lessEqual(0), 0, select(x.greaterEqual(6), 6, x)), {
  range: [0, 6],
  kinks: [0, 6],
  slopeFromOutput: true,
  keepsOrder: true,
  hidden: "kaimingNormal",
});
