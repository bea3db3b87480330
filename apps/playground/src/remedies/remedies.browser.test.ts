import { afterAll, beforeAll, expect, it } from "vitest";
import { pageUnderTest, press, reaches, type PageUnderTest } from "../page-under-test.ts";
import type { Cure } from "./cure.ts";

let served: PageUnderTest;
beforeAll(async () => void (served = await pageUnderTest()));
afterAll(() => served.close());

const deep = "16-sigmoid_16-sigmoid_16-sigmoid_16-sigmoid_16-sigmoid_16-sigmoid";

/** One for each way in which a button can change the run; `remedies.test.ts` has all of them. */
const rows: readonly (readonly [string, readonly Cure["is"][], string])[] = [
  ["dead-units", ["lower", "lower", "revive"], "#data=moons&optimizer=momentum&learningRate=5&layers=32-relu_32-relu"], // prettier-ignore
  ["learning-rate", ["start lower"], "#data=circles&optimizer=sgd&learningRate=10&layers=16-leakyRelu"],
  ["vanishing", ["activation"], `#data=circles&optimizer=sgd&learningRate=0.1&layers=${deep}`],
  ["exploding", ["calibrate"], "#data=circles&initializer=far+too+large&layers=16-relu_16-relu_16-relu_16-relu"], // prettier-ignore
  ["symmetric-weights", ["initializer"], "#data=xor&initializer=zeros"],
];

it.each(rows)("%s is found, and its buttons, %j, cure it: %s", async (code, cures, hash) => {
  const page = await served.open(hash);
  const verdict = page.locator(`[data-verdict="${code}"]`);
  await press(page, "Run");
  await verdict.first().waitFor();
  for (const cure of cures) await verdict.locator(`[data-cure="${cure}"]`).first().click();
  await reaches(page, "accuracy", 95);
  await verdict.first().waitFor({ state: "detached" });
  expect(await verdict.count()).toBe(0);
  await page.context().close();
});

it("a network whose numbers are lost is not offered what cannot help it, and another start helps", async () => {
  const page = await served.open("#data=moons&layers=16-leakyRelu_16-leakyRelu_16-leakyRelu_16-leakyRelu&initializer=far+too+large&optimizer=momentum&learningRate=1"); // prettier-ignore
  await press(page, "Run");
  await page.locator(".health", { hasText: "The weights are lost" }).waitFor();
  expect(await page.locator('[data-cure="calibrate"], [data-cure="revive"]').count()).toBe(0);
  await page.locator('[data-cure="initializer"]').first().click();
  await page.locator('[data-verdict="exploding"]').first().waitFor({ state: "detached" });
  await page.context().close();
});
