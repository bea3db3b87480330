import { isLayer, type Stage } from "./layer.ts";

/**
 * Stops training from changing a model or a part of it: `backward` computes no gradients for its parameters, and optimizers
 * pass them by. Running statistics still follow the batches in training.
 *
 * @example
 * const [base, head] = [linear(4, 3), linear(3, 2)];
 * freeze(base);
 * backward(sum(sequential(base, head)(ones([1, 4])))).has(base.own.weight); // false
 */
export function freeze(model: Stage): void {
  setTrainable(model, false);
}

/** Lets training change the parameters again. */
export function unfreeze(model: Stage): void {
  setTrainable(model, true);
}

function setTrainable(model: Stage, trainable: boolean): void {
  if (isLayer(model)) for (const p of model.parameters) p.trainable = trainable;
}
