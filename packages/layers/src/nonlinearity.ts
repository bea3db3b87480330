import { DataError, elementwise, lessEqual, tanh, where, type Tensor } from "@piecewise/tensor";

/** Functions that PyTorch's layers know by name. `tensor` has no relu and no gelu, and layers are made of tensors alone. */
export const nonlinearities = {
  tanh: (x: Tensor) => tanh(x),
  relu: (x: Tensor) => where(lessEqual(x, 0), 0, x),
  gelu: elementwise("gelu", (x) => x.times(0.5).times(x.times(Math.SQRT1_2).erf().plus(1))),
};

/** The function of that name, if it is one of those that the layer knows. */
export function nonlinearityNamed(
  layer: string,
  option: string,
  name: string,
  known: readonly (keyof typeof nonlinearities)[],
): (x: Tensor) => Tensor {
  const found = known.find((one) => one === name);
  if (found !== undefined) return nonlinearities[found];
  const names = known.map((one) => `"${one}"`).join(" or ");
  throw new DataError(layer, `${option} must be ${names}, got ${name}`);
}
