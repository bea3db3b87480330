import { afterAll, beforeAll, expect, it } from "vitest";
import { pageUnderTest, press, reaches, shown, type PageUnderTest } from "../page-under-test.ts";

let served: PageUnderTest;
beforeAll(async () => void (served = await pageUnderTest()));
afterAll(() => served.close());

it.each([
  ["spirals", 97, "#data=spirals"],
  ["moons", 95, "#data=moons&layers=16-tanh"],
  ["circles", 95, "#data=circles&layers=8-gelu_8-gelu"],
  ["xor", 95, "#data=xor&layers=16-relu_16-relu"],
  ["digits", 90, "#data=digits&layers=64-relu_64-relu&learningRate=0.002&batchSize=64"],
])("%s: %d %% of the test rows are right", async (_, accuracy, hash) => {
  const page = await served.open(hash);
  await press(page, "Run");
  await reaches(page, "accuracy", accuracy);
  await page.context().close();
});

it.each([
  ["wasm", "1", "#threads=1"],
  ["wasm", "2", "#threads=2"],
  ["js", "1", "#backend=js"],
])("%s with threads: %s, trains, and says so", async (backend, threads, hash) => {
  const page = await served.open(hash);
  await press(page, "Run");
  await reaches(page, "accuracy", 97);
  expect(await shown(page, "backend")).toBe(backend);
  expect(await shown(page, "threads")).toBe(threads);
  await page.context().close();
});
