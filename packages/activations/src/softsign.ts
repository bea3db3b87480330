import { activation } from "./activation.ts";

/** x / (1 + |x|): like tanh, but it saturates slowly. Bergstra et al., 2009. */
export const softsign = activation("softsign", (x) => x.dividedBy(x.absolute().plus(1)), {
  range: [-1, 1],
  hidden: "xavierNormal",
});
