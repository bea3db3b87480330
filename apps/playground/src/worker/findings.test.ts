import { diagnose, flatten, linear, relu, sequential, sgd, trainStep, crossEntropy } from "piecewise";
import { normal, seeded, zeros, type HealthReport, type Verdict } from "piecewise";
import { expect, it } from "vitest";
import { defaults, type Settings } from "../settings.ts";
import { findingsOf } from "./findings.ts";

const model = sequential(flatten(), linear(4, 3), relu, linear(3, 3), relu, linear(3, 2));

async function reportWith(verdicts: readonly Verdict[]): Promise<HealthReport> {
  const health = diagnose(model);
  const batch = { inputs: normal([8, 4], { random: seeded(1) }), targets: zeros([8], { dtype: "int32" }) };
  const optimizer = sgd(model.parameters, { learningRate: 0 });
  trainStep(model, batch, { loss: crossEntropy, optimizer, observer: health.observeStep() });
  return { ...(await health.report()), verdicts };
}

const verdict = (some: Partial<Verdict>): Verdict => ({
  ...({ code: "dead-units", cause: "learning rate", severity: "error", since: 9 } as const),
  finding: "something is wrong",
  remedy: "as diagnose says",
  ...some,
});

const findings = async (verdicts: readonly Verdict[], settings: Settings = defaults) =>
  findingsOf(model, settings, await reportWith(verdicts));

it.each([
  ["1", "layer 1 (linear 4→3, relu): dead", "layer 1 (linear 4→3, relu): dead"],
  ["3", "layer 3 (linear 3→3, relu): dead", "layer 2 (linear 3→3, relu): dead"],
  ["5", "layer 5 (linear 3→2): flat", "output layer (linear 3→2): flat"],
  [undefined, "the signal shrinks by 3 a layer", "the signal shrinks by 3 a layer"],
])("of layer %s, %s is said as %s", async (layer, finding, said) => {
  const [plain] = await findings([verdict({ finding, ...(layer === undefined ? {} : { layer }) })]);
  expect(plain.finding).toBe(said);
});

it("a verdict that no button helps with keeps its words", async () => {
  const [plain] = await findings([verdict({ code: "no-relation", cause: "labels" })]);
  expect([plain.remedy, plain.cures]).toEqual(["as diagnose says", []]);
});

it("of a network whose numbers are not finite, no verdict is cured but by another start", async () => {
  const report = await reportWith([
    verdict({ code: "exploding", cause: "initialization", layer: "1" }),
    verdict({ code: "not-finite" }),
  ]);
  const lost = { ...report, loss: { ...report.loss, now: NaN } };
  const [exploding, notFinite] = findingsOf(model, { ...defaults, initializer: "far too large" }, lost);
  expect(exploding.cures).toEqual([{ is: "initializer", name: "kaimingNormal" }, { is: "start lower" }]);
  expect(exploding.remedy).toBe("the weights are lost, so start again");
  expect(notFinite.cures).toEqual([]);
});

it("a cure stands once, at the first verdict that it helps with", async () => {
  const dead = verdict({ layer: "1" });
  const [first, second] = await findings([dead, { ...dead, layer: "3" }]);
  expect(first.cures).toEqual([{ is: "lower" }, { is: "revive" }]);
  expect(second.cures).toEqual([]);
});

it("an initialiser is offered that fits the layer's activation, unless the network has it", async () => {
  const symmetric = verdict({ code: "symmetric-weights", cause: "initialization", layer: "3" });
  const layers = (["relu", "tanh"] as const).map((activation) => ({ units: 3, activation }));
  const [ill] = await findings([symmetric], { ...defaults, layers, initializer: "zeros" });
  expect(ill.cures).toEqual([{ is: "initializer", name: "xavierNormal" }]);
  const [known] = await findings([symmetric], { ...defaults, layers, initializer: "xavierNormal" });
  expect(known.cures).toEqual([]);
});
