import { ShapeError } from "@piecewise/spec";
import { sameShape } from "./broadcast.ts";
import { full, zeros } from "./create.ts";
import { grad, trace, type Differentiable } from "./grad.ts";
import { mul } from "./ops/arithmetic.ts";
import { stack } from "./ops/join.ts";
import { sum } from "./ops/reduce.ts";
import { reshape } from "./ops/reshape.ts";
import { slice } from "./ops/views.ts";
import { withTracking } from "./run.ts";
import { gradientWithin } from "./tape.ts";
import { requireTensor, type Tensor } from "./tensor.ts";

/**
 * All derivatives of a function of tensors: of each number of its result with respect to each number of its argument number
 * `argument`, in the shape [...result, ...argument]. It walks back once for each number of the result.
 *
 * @example
 * const f = (x: Tensor) => mul(x, sum(x));
 * await jacobian(f)(tensor([1, 2])).array(); // [[4,1],[2,5]]
 */
export function jacobian<Args extends readonly Tensor[]>(
  f: Differentiable<Args>,
  argument = 0,
): Differentiable<Args> {
  return (...args) => {
    const { given, target, value } = trace("jacobian", f, args, argument);
    const shape = [...value.shape, ...given.shape];
    if (value.size === 0) return zeros(shape, { dtype: given.dtype });
    const results = withTracking(true, () => {
      const flat = reshape(value, [value.size]);
      return Array.from({ length: value.size }, (_, i) => slice(flat, [i]));
    });
    const rows = results.map(
      (result, i) =>
        gradientWithin("jacobian", result, target, { keepTape: i < value.size - 1 }) ??
        full(given.shape, 0, { dtype: given.dtype }),
    );
    return reshape(stack(rows), shape);
  };
}

/**
 * All second derivatives of a function that gives a single number, with respect to its argument number `argument`: for an
 * argument of n numbers n · n of them, in the shape [...argument, ...argument].
 *
 * @example
 * const f = (x: Tensor) => prod(x);
 * await hessian(f)(tensor([2, 3])).array(); // [[0,1],[1,0]]
 */
export function hessian<Args extends readonly Tensor[]>(
  f: Differentiable<Args>,
  argument = 0,
): Differentiable<Args> {
  return jacobian(grad(f, argument), argument);
}

/**
 * The product of a function's second derivatives with a vector in the shape of its argument, without computing them all: the
 * gradient of the gradient's component along the vector (Pearlmutter, 1994).
 *
 * @example
 * const f = (x: Tensor) => prod(x);
 * await hessianVectorProduct(f)(tensor([2, 3]), tensor([10, 1])).array(); // [1,10]
 */
export function hessianVectorProduct(f: (x: Tensor) => Tensor): (x: Tensor, vector: Tensor) => Tensor {
  return (x, vector) => {
    const { shape } = requireTensor("hessianVectorProduct", x);
    if (!sameShape(requireTensor("hessianVectorProduct", vector).shape, shape))
      throw new ShapeError("hessianVectorProduct", "the vector needs the shape of x", vector.shape, shape);
    return grad((t: Tensor) => sum(mul(grad(f)(t), vector)))(x);
  };
}
