import { activation } from "./activation.ts";

/** x · sigmoid(x), also called swish. Elfwing, Uchibe and Doya, 2017. */
export const silu = activation("silu", (x) => x.times(x.sigmoid()), {
  range: [-0.278465, Infinity],
  hidden: "kaimingNormal",
});
