import {
  accuracy,
  adam,
  batchNorm1d,
  checkpoint,
  crossEntropy,
  dropout,
  linear,
  relu,
  seeded,
  sequential,
  xor,
  type WorkerTraining,
} from "../../packages/piecewise/src/index.ts";

/** What the worker is told. */
export interface Input {
  readonly epochs: number;
  readonly folder?: string;
  /** The loss throws in this step. */
  readonly failsAt?: number;
}

/** A network, and how it is trained. */
export function smallTraining({ epochs, folder, failsAt }: Input): WorkerTraining {
  const random = seeded(1);
  const model = sequential(
    linear(2, 8, { random }),
    batchNorm1d(8),
    relu,
    dropout(0.2),
    linear(8, 2, { random }),
  );
  const [data, validation] = [xor({ count: 60, seed: 1 }), xor({ count: 20, seed: 2 })];
  let steps = 0;
  return {
    ...{
      model,
      data,
      validation,
      epochs,
      batchSize: 6,
      metrics: [accuracy],
      optimizer: adam(model.parameters),
    },
    loss(prediction, target) {
      if (++steps === failsAt) throw new RangeError("too large");
      return crossEntropy(prediction, target);
    },
    ...(folder === undefined
      ? {}
      : { resume: folder, callbacks: [checkpoint({ path: folder, every: { steps: 1 } })] }),
  };
}
