import type { TrainWork } from "../../works.ts";
import { crossEntropy } from "./cross-entropy.ts";
import type { Layer } from "./dense.ts";
import { Parameters } from "./parameters.ts";
import { StaticStep, type Buffer } from "./static-step.ts";

/** A network and its training, written by hand. */
export interface Network {
  readonly layers: readonly Layer[];
  /** Puts images and labels where a step can read them. */
  readonly place: (images: Float32Array, labels: Int32Array) => Batch;
  /** A whole step: forward, backward, optimizer. */
  readonly train: (batch: Batch) => void;
  /** The loss that the last step found. */
  readonly loss: () => number;
  /** The numbers of a parameter or gradient. */
  readonly numbers: (buffer: Buffer) => Float32Array;
}

export interface Batch {
  readonly inputs: Buffer;
  readonly labels: Buffer;
}

/** What tells one network from another. */
export interface Architecture {
  readonly parameterCount: number;
  /** Images of 28×28 as the first layer wants them. */
  readonly arrange: (images: Float32Array) => Float32Array;
  /** Emits the way to the logits. */
  readonly emit: (step: StaticStep, parameters: Parameters, rows: number) => Emitted;
}

export interface Emitted {
  readonly layers: readonly Layer[];
  readonly logits: Buffer;
  /** Emits the way back from the gradient of the logits to those of all parameters. */
  readonly backward: (gradient: Buffer) => void;
}

/** The whole step of a network with batches of so many rows. */
export function network(of: Architecture, rows: number, rule: TrainWork["optimizer"]): Network {
  const step = new StaticStep();
  const parameters = new Parameters(step, of.parameterCount);
  const { layers, logits, backward } = of.emit(step, parameters, rows);
  const { gradient, loss } = crossEntropy(step, logits, rows);
  backward(gradient);
  const beforeStep = parameters.optimize(rule);
  const run = step.compile();
  const place = (images: Float32Array, labels: Int32Array) => {
    const arranged = of.arrange(images);
    const batch = { inputs: step.buffer(arranged.length), labels: step.buffer(labels.length) };
    step.numbers(batch.inputs).set(arranged);
    step.integers(batch.labels).set(labels);
    return batch;
  };
  const train = ({ inputs, labels }: Batch) => {
    beforeStep();
    run(inputs, labels);
  };
  return { layers, place, train, loss, numbers: (buffer) => step.numbers(buffer) };
}
