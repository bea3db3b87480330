import { select } from "@piecewise/expressions";
import {
  add,
  DataError,
  elementwise,
  less,
  maximum,
  requireTensor,
  reshape,
  ShapeError,
  stopGradient,
  sub,
  where,
  type Tensor,
} from "@piecewise/tensor";
import { reduceLosses, type ReductionOption } from "./reduction.ts";
import { sameShape } from "./regression.ts";

/** What a Poisson loss is given and what it leaves out. */
export interface PoissonOptions extends ReductionOption {
  /** The prediction is the logarithm of the rate (the default); otherwise the rate itself. */
  readonly logInput?: boolean;
  /** Adds what does not depend on the prediction, log target! by Stirling's formula, where the target is above 1. */
  readonly full?: boolean;
  /** Added to a rate whose logarithm is taken; 10⁻⁸ unless given. */
  readonly epsilon?: number;
}

const ofLogRate = elementwise("poissonNegativeLogLikelihood", (x, target) => x.exp().minus(target.times(x)));
const ofRate = elementwise("poissonNegativeLogLikelihood", (x, target, epsilon) =>
  x.minus(target.times(x.plus(epsilon).log())),
);
const stirling = elementwise("poissonNegativeLogLikelihood", (target) =>
  select(
    target.greater(1),
    target
      .times(target.log())
      .minus(target)
      .plus(
        target
          .times(2 * Math.PI)
          .log()
          .times(0.5),
      ),
    0,
  ),
);

/**
 * Minus the log-likelihood of counts under Poisson distributions, exp(x) − target · x for the logarithm x of the rate.
 *
 * @example
 * await poissonNegativeLogLikelihood(tensor([0, 1]), tensor([1, 2])).item(); // 0.859141
 */
export function poissonNegativeLogLikelihood(
  prediction: Tensor,
  target: Tensor,
  options: PoissonOptions = {},
): Tensor {
  const operation = "poissonNegativeLogLikelihood";
  const { logInput = true, full = false, epsilon = 1e-8 } = options;
  sameShape(operation, prediction, target);
  const losses = logInput ? ofLogRate(prediction, target) : ofRate(prediction, target, epsilon);
  return reduceLosses(operation, full ? add(losses, stirling(target)) : losses, options);
}

/** What bounds a variance, and what a Gaussian loss leaves out. */
export interface GaussianOptions extends ReductionOption {
  /** The least that a variance counts as; 10⁻⁶ unless given. Its gradient is that of this variance. */
  readonly epsilon?: number;
  /** Adds what does not depend on the prediction, ½ log 2π. */
  readonly full?: boolean;
}

const gaussian = elementwise("gaussianNegativeLogLikelihood", (error, variance) =>
  variance.log().plus(error.square().dividedBy(variance)).times(0.5),
);

/**
 * Minus the log-likelihood of values under normal distributions: ½ (log variance + (prediction − target)² / variance). There is
 * a variance for each value, or for each row: then it lacks the last axis, or has it with size 1. A negative variance gives
 * NaN. Nix and Weigend, "Estimating the mean and variance of the target probability distribution", 1994.
 *
 * @example
 * const [prediction, target] = [tensor([0, 2]), tensor([1, 2])];
 * await gaussianNegativeLogLikelihood(prediction, target, tensor([1, 4])).item(); // 0.596574
 */
export function gaussianNegativeLogLikelihood(
  prediction: Tensor,
  target: Tensor,
  variance: Tensor,
  options: GaussianOptions = {},
): Tensor {
  const operation = "gaussianNegativeLogLikelihood";
  const { epsilon = 1e-6, full = false } = options;
  if (!(epsilon > 0)) throw new DataError(operation, `epsilon must be above 0, got ${epsilon}`);
  sameShape(operation, prediction, target);
  const given = alongRows(operation, prediction, requireTensor(operation, variance));
  const missing = stopGradient(sub(maximum(given, epsilon), given));
  const bounded = where(less(given, 0), NaN, add(given, missing));
  const losses = gaussian(sub(prediction, target), bounded);
  return reduceLosses(operation, full ? add(losses, Math.log(2 * Math.PI) / 2) : losses, options);
}

/** A variance for each value, or one for each row in a last axis of size 1. */
function alongRows(operation: string, prediction: Tensor, variance: Tensor): Tensor {
  const { shape } = prediction;
  const rows = shape.slice(0, -1);
  const fits = [shape, rows, [...rows, 1]].map(String).indexOf(String(variance.shape));
  if (fits < 0)
    throw new ShapeError(operation, "needs a variance for each value or for each row", shape, variance.shape);
  return fits === 1 ? reshape(variance, [...rows, 1]) : variance;
}
