import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ready } from "piecewise";
import { beforeAll, describe, expect, it } from "vitest";
import { labFigure } from "./chart.ts";
import { labs } from "./labs.ts";
import { overSeeds } from "./over-seeds.ts";

beforeAll(async () => void (await ready({ backend: "wasm", threads: 1 })));

const seed = 0;

/** A column of a lab's table, by the names of its variants. */
async function columnOf(lab: string, column: number): Promise<Record<string, number>> {
  const variants = await labs[lab].run(seed);
  return Object.fromEntries(variants.map(({ name, numbers }) => [name, numbers[column]]));
}

describe("what the textbook says", () => {
  it("vanishing: behind ReLU and He's weights the first layer's gradient is orders of magnitude above others'", async () => {
    const first = await columnOf("vanishing", 0);
    expect(first["ReLU, He"]).toBeGreaterThan(1e4 * first["sigmoid, Xavier"]);
    expect(first["ReLU, He"]).toBeGreaterThan(50 * first["tanh, PyTorch's default"]);
    expect(first["ReLU, He"]).toBeGreaterThan(1e3 * first["ReLU, PyTorch's default"]);
  });

  it("exploding: weights too large end in NaN, clipping saves the same start", async () => {
    const [norms, losses, shares] = await Promise.all(
      [0, 1, 2].map((column) => columnOf("exploding", column)),
    );
    expect(norms["twice as large"]).toBeGreaterThan(100 * norms["He's weights"]);
    expect(norms["twice as large, clipped"]).toBe(norms["twice as large"]);
    expect(losses["twice as large"]).toBeNaN();
    expect(shares["twice as large, clipped"]).toBeGreaterThan(0.85);
    expect(shares["He's weights"]).toBeGreaterThan(0.95);
  });

  it("dying-relu: a large step kills half of the units, and each remedy leaves far fewer dead", async () => {
    const { ReLU: sick, ...cured } = await columnOf("dying-relu", 0);
    expect(sick).toBeGreaterThan(0.45);
    for (const [name, dead] of Object.entries(cured)) expect(dead, name).toBeLessThan(sick / 2);
    expect(cured["leaky ReLU"]).toBe(0);
  });

  it("sparsity: about half of the numbers behind ReLU are 0, none behind the others", async () => {
    const { ReLU: half, ...others } = await columnOf("sparsity", 2);
    expect(half).toBeGreaterThan(0.4);
    expect(half).toBeLessThan(0.6);
    for (const [name, zeros] of Object.entries(others)) expect(zeros, name).toBeLessThan(1e-3);
  });

  it("linear-without-activation: four linear layers tell spirals apart no better than one, with ReLU they do", async () => {
    const tested = await columnOf("linear-without-activation", 0);
    expect(Math.abs(tested["4 layers without"] - tested["1 layer"])).toBeLessThan(0.05);
    expect(tested["1 layer"]).toBeLessThan(0.75);
    expect(tested["4 layers with ReLU"]).toBeGreaterThan(0.97);
  });

  it("output-activation: the one that fits the task answers right, another one cannot", async () => {
    const right = await columnOf("output-activation", 0);
    const pairs = [
      ["number: none", "number: sigmoid", 0.1],
      ["yes or no: sigmoid", "yes or no: ReLU, sigmoid", 0.8],
      ["one of three: softmax", "one of three: softmax twice", 0.58],
    ] as const;
    for (const [good, bad, bound] of pairs) {
      expect(right[good], good).toBeGreaterThan(0.95);
      expect(right[bad], bad).toBeLessThan(bound);
    }
  });
});

const docs = join(import.meta.dirname, "../../../../docs");
const page = readFileSync(join(docs, "labs.md"), "utf8");

it.each(Object.entries(labs))(
  "%s: the page has its section and its figure",
  (name, { title, claim, chart }) => {
    expect(page).toContain(`\n## ${title}\n\n${claim}\n`);
    expect(page).toContain(`](labs/${name}.svg)\n\n_${chart.caption}_`);
    expect(existsSync(join(docs, "labs", `${name}.svg`))).toBe(true);
  },
);

it("runs give the same numbers again, and a figure that names its curves, axes and units", async () => {
  const lab = labs["sparsity"];
  const [once, again] = [await overSeeds(lab, [seed, 1]), await overSeeds(lab, [seed, 1])];
  expect(again).toEqual(once);
  const { least, median, greatest } = once[0].numbers[2];
  expect(least).toBeLessThan(greatest);
  expect(median).toBeCloseTo((least + greatest) / 2, 12);
  const figure = labFigure(lab, once, 2);
  for (const words of ["ReLU", "tanh", lab.title, lab.chart.x.label, lab.chart.y.label, "median of 2 seeds"])
    expect(figure).toContain(`${words}`);
  expect(figure).not.toMatch(/NaN|undefined|Infinity/);
});
