import { xor } from "@piecewise/data";
import { dropout, linear, sequential, stateDict } from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { adam } from "@piecewise/optimizers";
import { seeded } from "@piecewise/tensor";
import { afterAll, expect, it } from "vitest";
import { checkpoint, fit, indexedDbStore, type FitOptions } from "../index.ts";

const name = "piecewise-test";
const store = indexedDbStore(name);
afterAll(() => void indexedDB.deleteDatabase(name));

async function run(options: Partial<FitOptions>) {
  const random = seeded(1);
  const model = sequential(linear(2, 8, { random }), dropout(0.2), linear(8, 2, { random }));
  const given = {
    data: xor({ count: 50, seed: 1 }),
    loss: crossEntropy,
    optimizer: adam(model.parameters),
    epochs: 3,
  };
  await fit(model, { ...given, batchSize: 5, ...options });
  return Promise.all(Object.values(stateDict(model)).map((p) => p.data()));
}

it("a run that ends and is resumed from the browser's database gives the same bits as one without a break", async () => {
  const whole = await run({});
  const callbacks = () => [checkpoint({ store, every: { steps: 1 }, keep: { last: 2 } })];
  for (const at of [3, 14]) {
    const abort = new AbortController();
    const ends = { onStep: ({ totalSteps }: { readonly totalSteps: number }) => void (totalSteps === at && abort.abort()) }; // prettier-ignore
    await run({ callbacks: [...callbacks(), ends], signal: abort.signal, resume: store });
    const steps = [at - 1, at].map((step) => expect.stringMatching(new RegExp(`step-0*${step}$`)) as unknown);
    expect((await store.names()).toSorted()).toEqual(steps);
  }
  expect(await run({ callbacks: callbacks(), resume: indexedDbStore(name) })).toEqual(whole);
});

it("a checkpoint that is not there is refused", async () => {
  await expect(store.read("epoch-9")).rejects.toThrow(
    "indexedDbStore: piecewise-test has no checkpoint epoch-9",
  );
});
