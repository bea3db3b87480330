import { select } from "@piecewise/expressions";
import { activation } from "./activation.ts";

/** x above 0, negativeSlope · x at and below: a unit never dies. Maas, Hannun and Ng, 2013. */
export const leakyRelu = activation(
  "leakyRelu",
  (x, { negativeSlope }) => select(x.greater(0), x, x.times(negativeSlope)),
  {
    range: [-Infinity, Infinity],
    kinks: [0],
    slopeFromOutput: true,

    hidden: "kaimingNormal",
  },
  { negativeSlope: 0.01 },
);
