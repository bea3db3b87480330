import { select } from "@piecewise/expressions";
import { activation } from "./activation.ts";

/**
 * x above 0, and 0 at and below: max(0, x). The derivative is 1 above 0, and 0 at and below. Nair and Hinton, 2010.
 *
 * @example
 * await relu(tensor([-5, 0, 10])).array(); // [0, 0, 10]
 */
export const relu = activation("relu", (x) => select(x.lessEqual(0), 0, x), {
  range: [0, Infinity],
  kinks: [0],
  slopeFromOutput: true,
  keepsOrder: true,
  hidden: "kaimingNormal",
});
