import { dyingRelu } from "./dying-relu.ts";
import { exploding } from "./exploding.ts";
import type { Lab } from "./lab.ts";
import { linearWithoutActivation } from "./linear-without-activation.ts";
import { outputActivation } from "./output-activation.ts";
import { sparsity } from "./sparsity.ts";
import { vanishing } from "./vanishing.ts";

/** The experiments by their names on the command line. */
export const labs: Readonly<Record<string, Lab>> = {
  vanishing,
  exploding,
  "dying-relu": dyingRelu,
  sparsity,
  "linear-without-activation": linearWithoutActivation,
  "output-activation": outputActivation,
};
