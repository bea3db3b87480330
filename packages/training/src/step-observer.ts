import type { Context, Observe } from "@piecewise/layers";
import type { Optimizer, StepNorms } from "@piecewise/optimizers";
import type { Gradients, Tensor } from "@piecewise/tensor";

/** Looks into one step of training. What it is shown lives until the method returns. */
export interface StepObserver {
  /** What flows between the stages of the model. */
  readonly observe: Observe;
  /** Before the gradients, once for each batch of the step. */
  readonly onLoss: (seen: ObservedLoss) => void;
  /** After the optimizer's change. */
  readonly onChange: (seen: ObservedChange) => void;
}

/** What a batch came to, and the loss function that says so. */
export interface ObservedLoss {
  readonly value: Tensor;
  readonly prediction: Tensor;
  readonly targets: Tensor;
  readonly loss: (prediction: Tensor, targets: Tensor) => Tensor;
}

/** What the optimizer did. */
export interface ObservedChange {
  readonly optimizer: Optimizer;
  readonly norms: readonly StepNorms[];
}

/** Several that look into the same step, as one; none where there is none. */
export function observerOf(all: readonly StepObserver[]): StepObserver | undefined {
  if (all.length < 2) return all[0];
  return {
    observe: (...seen) => all.forEach((one) => one.observe(...seen)),
    onLoss: (seen) => all.forEach((one) => one.onLoss(seen)),
    onChange: (seen) => all.forEach((one) => one.onChange(seen)),
  };
}

/** The context with which whoever looks into a step sees the stages. */
export function observedContext(context: Context, observer: StepObserver | undefined): Context {
  return observer === undefined ? context : { ...context, observe: observer.observe };
}

/** The optimizer's step. Its norms are computed where somebody looks. */
export function observedStep(
  optimizer: Optimizer,
  gradients: Gradients,
  observer: StepObserver | undefined,
): void {
  if (observer === undefined) optimizer.step(gradients);
  else observer.onChange({ optimizer, norms: optimizer.step(gradients, { norms: true }) });
}
