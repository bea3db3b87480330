import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import {
  batchNorm1d,
  linear,
  loadStateDict,
  lstm,
  parseSafetensors,
  relu,
  safetensorsBytes,
  seeded,
} from "./index.ts";
import { sequential, stateDict, zeros, type Layer } from "./index.ts";

const valuesOf = async (model: Layer) =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(stateDict(model)).map(async ([name, p]) => [name, await p.array()] as const),
    ),
  );

it("a model's state is the same once written to safetensors and read again", async () => {
  const make = (seed: number) => {
    const random = seeded(seed);
    return sequential(linear(4, 3, { random }), batchNorm1d(3), relu, lstm(3, 2, { random }));
  };
  const [from, to] = [make(1), make(2)];
  from(zeros([5, 4]), { training: true });
  const { tensors } = parseSafetensors(await safetensorsBytes(stateDict(from)));
  expect(tensors["1.num_batches_tracked"].dtype).toBe("I32");
  loadStateDict(to, tensors);
  expect(await valuesOf(to)).toEqual(await valuesOf(from));
});

it("weights that PyTorch wrote fit the same architecture", async () => {
  const file = new URL("../../../fixtures/training_mlp_init.safetensors", import.meta.url);
  const { tensors } = parseSafetensors(new Uint8Array(readFileSync(file)));
  // PyTorch's module calls them fc1, fc2 and fc3.
  const places: Record<string, number> = { fc1: 0, fc2: 2, fc3: 4 };
  const renamed = Object.entries(tensors).map(([name, array]) => {
    const [module, role] = name.split(".");
    return [`${places[module]}.${role}`, array] as const;
  });
  const model = sequential(linear(784, 128), relu, linear(128, 64), relu, linear(64, 10));
  loadStateDict(model, Object.fromEntries(renamed));
  expect(await model.parameters[0].data()).toEqual(tensors["fc1.weight"].data);
});
