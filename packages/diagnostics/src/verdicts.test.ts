import { wasm } from "@piecewise/backend-wasm";
import { crossEntropy } from "@piecewise/losses";
import { sgd } from "@piecewise/optimizers";
import { scope, seed, seeded, useBackend } from "@piecewise/tensor";
import { trainStep } from "@piecewise/training";
import { beforeAll, describe, expect, it } from "vitest";
import { diagnose } from "./index.ts";
import { healthy, ill, regions, type Patient } from "./verdicts.rows.test.ts";

const steps = Number(process.env["STEPS"] ?? 300);
const seedValue = Number(process.env["SEED"] ?? 1);

async function examine({ model: make, optimizer: choose, loss = crossEntropy, batch }: Patient) {
  seed(seedValue);
  const model = make();
  const optimizer = choose?.(model) ?? sgd(model.parameters, { learningRate: 0.1 });
  const health = diagnose(model, { every: 25 });
  const random = seeded(seedValue + 1);
  for (let step = 0; step < steps; step++)
    scope(() => {
      trainStep(model, (batch ?? regions)(random), { loss, optimizer, observer: health.observeStep() });
    });
  return health.report();
}

beforeAll(() => useBackend(wasm({ threads: 1 })));

describe("diagnose", () => {
  it.each([...healthy, ...ill])("$name", async (patient) => {
    const report = await examine(patient);
    const named = report.verdicts.map(({ code, cause }) => `${code}/${cause}`);
    if (process.env["SHOW"])
      console.log(
        patient.name,
        patient.expected,
        "\n" + report.text,
        report.noiseScale,
        JSON.stringify(report.flow),
        JSON.stringify(report.loss),
      );
    expect(patient.expected).toContain(named[0] ?? "healthy");
  });
});
