import { equal, sum } from "@piecewise/tensor";
import type { SummedMetric } from "../metric.ts";
import { decisionsIn } from "./decisions.ts";

/**
 * The share of rows whose prediction is right: the largest of several logits [n, classes] stands at the label [n] or at the
 * largest target [n, classes]; a single logit [n] or [n, 1] is above 0 exactly where the target is above one half.
 */
export const accuracy: SummedMetric = {
  name: "accuracy",
  total(prediction, target) {
    const { predicted, actual } = decisionsIn("accuracy", prediction, target);
    return sum(equal(predicted, actual));
  },
};
