import {
  celu,
  elu,
  gelu,
  geluTanh,
  hardshrink,
  hardsigmoid,
  hardswish,
  hardtanh,
  leakyRelu,
} from "piecewise";
import {
  logSigmoid,
  mish,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softplus,
  softshrink,
  softsign,
} from "piecewise";
import { tanh, tanhshrink, threshold, type Activation } from "piecewise";
import type { ActivationName } from "../activation-names.ts";

const activations: Readonly<Record<ActivationName, Activation>> = {
  ...{ relu, leakyRelu, gelu, silu, tanh, sigmoid, elu, selu, mish, softplus, relu6, celu, geluTanh },
  ...{ softsign, hardtanh, hardsigmoid, hardswish, softshrink, hardshrink, tanhshrink, logSigmoid },
  threshold,
};

/** An activation by its name. One with options is meant with their defaults. */
export function activationCalled(name: ActivationName): Activation {
  return activations[name];
}
