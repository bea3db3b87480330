import type { Context, Layer } from "@piecewise/layers";
import { clipGradNorm, clipGradValue } from "@piecewise/optimizers";
import { add, backward, div, Gradients, mul, noGrad, scope } from "@piecewise/tensor";
import type { Random, Tensor } from "@piecewise/tensor";
import type { TensorBatch } from "./batch-tensors.ts";
import type { Loss } from "./loss.ts";
import { observedContext, type StepObserver } from "./step-observer.ts";

/** How gradients are limited: all of them together to a length, or each number to ±value. */
export type Clip = { readonly norm: number; readonly normType?: number } | { readonly value: number };

/** What the batches of a step came to so far: the loss and the gradients, each times the rows. */
export interface StepSums {
  readonly loss: Tensor;
  readonly gradients: Gradients;
  readonly rows: number;
}

/** How a batch is turned into a loss. */
export interface Forward {
  readonly loss: Loss;
  /** Where layers such as dropout draw their numbers. */
  readonly random?: Random;
  /** Sees the loss and the prediction before their memory is freed. */
  readonly watch?: (loss: Tensor, prediction: Tensor) => void;
  /** Looks into this step: what flows between the stages, and how much was changed. */
  readonly observer?: StepObserver | undefined;
}

/** The model's loss on a batch, in training. */
export function lossOf(model: Layer, batch: TensorBatch, options: Forward): Tensor {
  const { loss, random, watch, observer } = options;
  const context: Context = { training: true, ...(random === undefined ? {} : { random }) };
  const prediction = model(batch.inputs, observedContext(context, observer));
  const value = loss(prediction, batch.targets);
  observer?.onLoss({ value, prediction, targets: batch.targets, loss });
  watch?.(value, prediction);
  return value;
}

/** The sums of a single batch. */
export function sumsOf(model: Layer, batch: TensorBatch, options: Forward): StepSums {
  const rows = batch.inputs.shape[0] ?? 1;
  const loss = mul(lossOf(model, batch, options), rows);
  return { loss, gradients: backward(loss), rows };
}

/** The sums of both; those of each are freed. */
export function joined(a: StepSums | undefined, b: StepSums): StepSums {
  if (a === undefined) return b;
  const both = scope(() =>
    noGrad(() => ({
      loss: add(a.loss, b.loss),
      gradients: sumOf(a.gradients, b.gradients),
      rows: a.rows + b.rows,
    })),
  );
  free(a);
  free(b);
  return both;
}

/** The mean loss and gradients over all rows. */
export function meanOf({ loss, gradients, rows }: StepSums): {
  readonly loss: Tensor;
  readonly gradients: Gradients;
} {
  return noGrad(() => ({ loss: div(loss, rows), gradients: gradients.map((g) => div(g, rows)) }));
}

/** Frees what sums hold. */
export function free({ loss, gradients }: StepSums): void {
  loss.dispose();
  for (const gradient of gradients) gradient.dispose();
}

/** Gradients within the limits, if there are any. */
export function limited(gradients: Gradients, clip: Clip | undefined): Gradients {
  if (clip === undefined) return gradients;
  if ("value" in clip) return clipGradValue(gradients, clip.value);
  return clipGradNorm(gradients, clip.norm, clip.normType === undefined ? {} : { normType: clip.normType })
    .gradients;
}

/** A parameter may have a gradient in one of them alone. */
function sumOf(a: Gradients, b: Gradients): Gradients {
  const leaves = new Set([...a.leaves(), ...b.leaves()]);
  const sum = (leaf: Tensor) => {
    const [one, other] = [a, b]
      .filter((gradients) => gradients.has(leaf))
      .map((gradients) => gradients.of(leaf));
    return other === undefined ? mul(one, 1) : add(one, other);
  };
  return new Gradients(new Map([...leaves].map((leaf) => [leaf, sum(leaf)])));
}
