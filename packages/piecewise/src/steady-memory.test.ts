import { afterAll, expect, it } from "vitest";
import {
  adam,
  conv2d,
  crossEntropy,
  digits,
  fit,
  flatten,
  js,
  linear,
  maxPool2d,
  relu,
  sequential,
  useBackend,
  wasm,
} from "./index.ts";

afterAll(() => useBackend(js()));

it.each([1, 2])(
  "a thousand steps of training take no more memory than the first ones did, on %d threads",
  async (threads) => {
    const backend = wasm({ threads });
    useBackend(backend);
    const model = sequential(
      ...[conv2d(1, 4, { kernelSize: 3, padding: 1 }), relu, maxPool2d(2)],
      ...[flatten(), linear(784, 16), relu, linear(16, 10)],
    );
    const sizes = new Set<number>();
    let steps = 0;
    await fit(model, {
      data: digits({ count: 160, seed: 1 }),
      loss: crossEntropy,
      optimizer: adam(model.parameters),
      batchSize: 8,
      epochs: 55,
      callbacks: [{ onStep: () => void (++steps > 100 && sizes.add(backend.bytes)) }],
    });
    expect([steps, sizes.size]).toEqual([1100, 1]);
    backend.dispose();
  },
);
