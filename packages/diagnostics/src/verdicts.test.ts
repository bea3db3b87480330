import { wasm } from "@piecewise/backend-wasm";
import { crossEntropy } from "@piecewise/losses";
import { sgd } from "@piecewise/optimizers";
import { currentBackend, scope, seed, seeded, useBackend } from "@piecewise/tensor";
import { trainStep } from "@piecewise/training";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diagnose, type HealthReport } from "./index.ts";
import { healthy } from "./patients/healthy.rows.test.ts";
import { ill } from "./patients/ill.rows.test.ts";
import type { Patient } from "./patients/patient.rows.test.ts";
import { regions } from "./patients/tasks.rows.test.ts";

/** Trains a network for three hundred steps, and looks into sixteen of them. */
async function examine(patient: Patient): Promise<HealthReport> {
  const { optimizer: choose, loss = crossEntropy, batch = regions } = patient;
  seed(1);
  const [model, random] = [patient.model(), seeded(2)];
  const optimizer = choose?.(model) ?? sgd(model.parameters, { learningRate: 0.1 });
  const health = diagnose(model, { every: 25 });
  for (let step = 0; step < 300; step++)
    scope(() => void trainStep(model, batch(random), { loss, optimizer, observer: health.observeStep() }));
  return health.report();
}

const before = currentBackend();
beforeAll(() => useBackend(wasm({ threads: 1 })));
afterAll(() => useBackend(before));

describe("diagnose", () => {
  it.each(healthy)("has nothing to say against $name", async (patient) => {
    expect((await examine(patient)).verdicts).toEqual([]);
  });

  it.each(ill)("names the trouble of $name", async (patient) => {
    const [{ code, cause, finding, remedy }] = (await examine(patient)).verdicts;
    expect(patient.expected).toContain(`${code}/${cause}`);
    for (const words of [finding, remedy]) expect(words.length).toBeGreaterThan(10);
  });
});
