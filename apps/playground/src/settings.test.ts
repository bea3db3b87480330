import { expect, it } from "vitest";
import {
  dataNames,
  defaults,
  fromHash,
  initializerNames,
  optimizerNames,
  toHash,
  type Settings,
} from "./settings.ts";

const others: readonly Settings[] = [
  ...dataNames.map((data) => ({ ...defaults, data })),
  ...optimizerNames.map((optimizer) => ({ ...defaults, optimizer })),
  ...initializerNames.map((initializer) => ({ ...defaults, initializer })),
  { ...defaults, layers: [] },
  { ...defaults, layers: [{ units: 3, activation: "relu6" }, { units: 128, activation: "tanh" }] }, // prettier-ignore
  { ...defaults, learningRate: 1e-6, batchSize: 512, seed: 0 },
  { ...defaults, data: "digits", model: "cnn-lite" },
  { ...defaults, backend: "js", threads: 3 },
];

it.each(others.map((settings) => [toHash(settings), settings] as const))(
  "%s gives the settings that it was made from",
  (hash, settings) => expect(fromHash(hash)).toEqual(settings),
);

it.each([
  "",
  "#",
  "#data=cats&optimizer=hope",
  "#layers=4-relu_0-relu",
  "#learningRate=-1&seed=1.5&batchSize=x",
])("an address with %s gives the usual settings", (hash) => expect(fromHash(hash)).toEqual(defaults));

it("keeps what makes sense beside what does not", () => {
  expect(fromHash("#data=moons&layers=nonsense&seed=7")).toEqual({ ...defaults, data: "moons", seed: 7 });
});
