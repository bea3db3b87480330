import type { Layer } from "@piecewise/layers";
import { add, backward, div, Gradients, mul, noGrad, scope, type Tensor } from "@piecewise/tensor";
import type { TensorBatch } from "./batch-tensors.ts";
import { lossOf, type TrainStepOptions } from "./train-step.ts";

/** What the batches of a step came to so far: the loss and the gradients, each times the rows. */
export interface StepSums {
  readonly loss: Tensor;
  readonly gradients: Gradients;
  readonly rows: number;
}

/** The sums of a single batch. */
export function sumsOf(
  model: Layer,
  batch: TensorBatch,
  options: Pick<TrainStepOptions, "loss" | "random" | "watch">,
): StepSums {
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

/** Lets the optimizer take its step with what batches came to, and frees that; gives their mean loss. */
export function stepWith(
  sums: StepSums,
  { optimizer, clip }: Pick<TrainStepOptions, "optimizer" | "clip">,
): Tensor {
  return scope(() => {
    const { loss, gradients } = meanOf(sums);
    free(sums);
    optimizer.step(clip?.(gradients) ?? gradients);
    return loss;
  });
}

function meanOf({ loss, gradients, rows }: StepSums): Pick<StepSums, "loss" | "gradients"> {
  return noGrad(() => ({ loss: div(loss, rows), gradients: gradients.map((g) => div(g, rows)) }));
}

/** Frees what sums hold. */
export function free({ loss, gradients }: StepSums): void {
  loss.dispose();
  for (const gradient of gradients) gradient.dispose();
}

/** A parameter may have a gradient in one of them alone. */
function sumOf(a: Gradients, b: Gradients): Gradients {
  const sum = (leaf: Tensor) => {
    const [one, other] = [a, b]
      .filter((gradients) => gradients.has(leaf))
      .map((gradients) => gradients.of(leaf));
    return other === undefined ? mul(one, 1) : add(one, other);
  };
  return new Gradients(
    new Map([...new Set([...leavesOf(a), ...leavesOf(b)])].map((leaf) => [leaf, sum(leaf)])),
  );
}

function leavesOf(gradients: Gradients): Set<Tensor> {
  const leaves = new Set<Tensor>();
  gradients.map((gradient, leaf) => {
    leaves.add(leaf);
    return gradient;
  });
  return leaves;
}
