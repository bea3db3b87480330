import {
  add,
  cast,
  clip,
  DataError,
  div,
  minimum,
  mul,
  noGrad,
  norm,
  stack,
  tensor,
  type Gradients,
  type Tensor,
} from "@piecewise/tensor";

/** Which norm limits gradients. */
export interface ClipGradNormOptions {
  /** 2 (Euclid's) unless given; ∞ is the largest magnitude. */
  readonly normType?: number;
}

/** Gradients that are short enough, and how long they were before. */
export interface ClippedGradients {
  readonly gradients: Gradients;
  /** The norm of all numbers of all gradients together, before they were clipped: a single number. */
  readonly norm: Tensor;
}

/**
 * Shortens gradients so that all of them together are no longer than `maximum`, in their direction. Nobody waits: the norm
 * stays on the device. As PyTorch's `clip_grad_norm_`, with 10⁻⁶ added to the norm that divides. Pascanu, Mikolov and Bengio,
 * "On the difficulty of training recurrent neural networks", 2013.
 *
 * @example
 * const w = parameter([3, 4]);
 * const { gradients, norm } = clipGradNorm(backward(sum(mul(w, w))), 1);
 * await norm.item(); // 10
 * await gradients.of(w).array(); // [0.6, 0.8]
 */
export function clipGradNorm(
  gradients: Gradients,
  maximum: number,
  { normType = 2 }: ClipGradNormOptions = {},
): ClippedGradients {
  requireLimit("clipGradNorm", maximum);
  if (!(normType > 0)) throw new DataError("clipGradNorm", `normType must be above 0, got ${normType}`);
  return noGrad(() => {
    const norms = [...gradients].map((gradient) => norm(gradient, { order: normType }));
    const total = norms.length === 0 ? tensor(0) : norm(stack(norms), { order: normType });
    const factor = minimum(div(maximum, add(total, 1e-6)), 1);
    return { gradients: gradients.map((g) => mul(g, cast(factor, g.dtype))), norm: total };
  });
}

/**
 * Limits each number of each gradient to −maximum … maximum, as PyTorch's `clip_grad_value_`.
 *
 * @example
 * const w = parameter([0.1, -4]);
 * const gradients = clipGradValue(backward(sum(mul(w, w))), 1);
 * await gradients.of(w).array(); // [0.2, -1]
 */
export function clipGradValue(gradients: Gradients, maximum: number): Gradients {
  requireLimit("clipGradValue", maximum);
  return noGrad(() => gradients.map((g) => clip(g, { min: -maximum, max: maximum })));
}

function requireLimit(operation: string, maximum: number): void {
  if (maximum >= 0) return;
  throw new DataError(operation, `maximum must be a number, at least 0, got ${maximum}`);
}
