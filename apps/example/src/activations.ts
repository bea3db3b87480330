import * as piecewise from "piecewise";
import type { Activation } from "piecewise";

const names = [
  ...([
    "relu",
    "leakyRelu",
    "relu6",
    "elu",
    "selu",
    "celu",
    "gelu",
    "geluTanh",
    "silu",
    "mish",
    "softplus",
  ] as const),
  ...([
    "softsign",
    "softshrink",
    "hardshrink",
    "tanhshrink",
    "hardtanh",
    "hardsigmoid",
    "hardswish",
  ] as const),
  ...(["sigmoid", "logSigmoid", "tanh", "threshold"] as const),
];
export type ActivationName = (typeof names)[number];

/** The activations of one input by their names on the command line. */
export const activations = Object.fromEntries(
  names.map((name) => [name, piecewise[name]]),
) as unknown as Readonly<Record<ActivationName, Activation>>;
