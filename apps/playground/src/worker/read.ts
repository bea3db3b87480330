import { noGrad, scope, type Tensor, type TypedArray } from "piecewise";

/** The numbers of what a computation gives. All that it made is freed. */
export async function read(compute: () => readonly Tensor[]): Promise<TypedArray[]> {
  const tensors = scope(() => noGrad(compute));
  try {
    return await Promise.all(tensors.map((one) => one.data()));
  } finally {
    for (const one of tensors) one.dispose();
  }
}
