/** The activations to choose from, those of most use first. */
export const activationNames = [
  ...(["relu", "leakyRelu", "gelu", "silu", "tanh", "sigmoid", "elu", "selu", "mish", "softplus"] as const),
  ...(["relu6", "celu", "geluTanh", "softsign", "hardtanh", "hardsigmoid", "hardswish"] as const),
  ...(["softshrink", "hardshrink", "tanhshrink", "logSigmoid", "threshold"] as const),
];

export type ActivationName = (typeof activationNames)[number];
