/** A run that is killed and started again until it comes to its end. `node killed-run.ts FOLDER` tells each step, then the result. */
import { writeSync } from "node:fs";
import {
  accuracy,
  adam,
  batchNorm1d,
  checkpoint,
  crossEntropy,
  dropout,
  earlyStopping,
  fit,
  linear,
  optimizerState,
  relu,
  seed,
  seeded,
  sequential,
  sharedRandom,
  stateDict,
  warmup,
  cosine,
  xor,
  type Tensor,
} from "../../packages/piecewise/src/index.ts";

const [, , folder] = process.argv;
seed(5);
const random = seeded(2);
const model = sequential(
  linear(2, 16, { random }),
  batchNorm1d(16),
  relu,
  dropout(0.2),
  dropout(0.1, { random: sharedRandom() }),
  linear(16, 2, { random }),
);
const learningRate = warmup({ steps: 20, then: cosine({ initial: 0.02, steps: 150 }) });
const optimizer = adam(model.parameters, { learningRate });
const history = await fit(model, {
  ...{
    data: xor({ count: 90, seed: 1 }),
    validation: xor({ count: 30, seed: 2 }),
    loss: crossEntropy,
    optimizer,
  },
  ...{ batchSize: 4, accumulate: 2, epochs: 13, seed: 7, metrics: [accuracy], clip: { norm: 1 } },
  callbacks: [
    checkpoint({ path: folder, every: { steps: 2 }, keep: { last: 2, best: 2 }, monitor: "accuracy" }),
    earlyStopping({ patience: 12, restoreBest: true }),
    { onStep: ({ totalSteps }) => void writeSync(1, `${totalSteps}\n`) },
  ],
  resume: folder,
});
const bits = async (tensors: Readonly<Record<string, Tensor>>) =>
  Promise.all(Object.entries(tensors).map(async ([name, x]) => [name, [...(await x.data())]]));
const { tensors, numbers } = optimizerState(optimizer);
const results = history.epochs.map(({ epoch, training, validation }) => ({ epoch, training, validation }));
const states = { weights: await bits(stateDict(model)), optimizer: await bits(tensors), numbers };
writeSync(
  1,
  `${JSON.stringify({ ...states, results, random: sharedRandom().state, stopped: history.stopped })}\n`,
);
