import { select } from "@piecewise/expressions";
import {
  DataError,
  elementwise,
  requireTensor,
  ShapeError,
  square,
  sub,
  type Tensor,
} from "@piecewise/tensor";
import { reduceLosses, type ReductionOption } from "./reduction.ts";

/**
 * The mean of (prediction − target)².
 *
 * @example
 * await meanSquaredError(tensor([1, 2]), tensor([1, 4])).item(); // 2
 */
export function meanSquaredError(prediction: Tensor, target: Tensor, options: ReductionOption = {}): Tensor {
  sameShape("meanSquaredError", prediction, target);
  return reduceLosses("meanSquaredError", square(sub(prediction, target)), options);
}

const absolute = elementwise("meanAbsoluteError", (error) => error.absolute());

/**
 * The mean of |prediction − target|, with the slope 0 where they are equal.
 *
 * @example
 * await meanAbsoluteError(tensor([1, 2]), tensor([1, 4])).item(); // 1
 */
export function meanAbsoluteError(prediction: Tensor, target: Tensor, options: ReductionOption = {}): Tensor {
  sameShape("meanAbsoluteError", prediction, target);
  return reduceLosses("meanAbsoluteError", absolute(sub(prediction, target)), options);
}

/** `beta` is where the square ends and the straight line begins; 0 is the absolute error. */
export interface SmoothL1Options extends ReductionOption {
  readonly beta?: number;
}

const smooth = elementwise(
  "smoothL1",
  (error, { beta }) => {
    const size = error.absolute();
    return select(size.less(beta), error.square().times(0.5).dividedBy(beta), size.minus(beta.times(0.5)));
  },
  { beta: 1 },
);

/**
 * error² / (2 · beta) for small errors and |error| − beta / 2 for large ones: Huber's loss, divided by beta. Girshick, "Fast
 * R-CNN", 2015.
 *
 * @example
 * await smoothL1(tensor([0.5, 3]), tensor([0, 0]), { reduction: "none" }).array(); // [0.125, 2.5]
 */
export function smoothL1(prediction: Tensor, target: Tensor, options: SmoothL1Options = {}): Tensor {
  const { beta = 1 } = options;
  if (!(beta >= 0)) throw new DataError("smoothL1", `beta must be at least 0, got ${beta}`);
  sameShape("smoothL1", prediction, target);
  return reduceLosses("smoothL1", smooth(sub(prediction, target), { beta }), options);
}

/** `delta` is where the square ends and the straight line begins. */
export interface HuberOptions extends ReductionOption {
  readonly delta?: number;
}

const huberOf = elementwise(
  "huber",
  (error, { delta }) => {
    const size = error.absolute();
    return select(
      size.lessEqual(delta),
      error.square().times(0.5),
      size.minus(delta.times(0.5)).times(delta),
    );
  },
  { delta: 1 },
);

/**
 * Half the square of small errors and delta · (|error| − delta / 2) of large ones, so that outliers pull with bounded
 * strength. Huber, "Robust estimation of a location parameter", 1964.
 *
 * @example
 * await huber(tensor([0.5, 3]), tensor([0, 0]), { reduction: "none" }).array(); // [0.125, 2.5]
 */
export function huber(prediction: Tensor, target: Tensor, options: HuberOptions = {}): Tensor {
  const { delta = 1 } = options;
  if (!(delta > 0)) throw new DataError("huber", `delta must be above 0, got ${delta}`);
  sameShape("huber", prediction, target);
  return reduceLosses("huber", huberOf(sub(prediction, target), { delta }), options);
}

/** Throws unless predictions and targets match: broadcasting [n] against [n, 1] would compare every pair. */
export function sameShape(operation: string, prediction: Tensor, target: Tensor): void {
  const [a, b] = [requireTensor(operation, prediction).shape, requireTensor(operation, target).shape];
  if (String(a) === String(b)) return;
  throw new ShapeError(operation, "prediction and target differ in shape; reshape one to the other's", a, b);
}
