import { crossEntropy } from "@piecewise/losses";
import { lbfgs, type Lbfgs } from "@piecewise/optimizers";
import type { Parameter } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { places } from "./describe.ts";
import { difference, type Tolerance } from "./difference.ts";
import {
  height,
  network,
  numbers,
  read,
  runs,
  start,
  useForTests,
  type Settings,
} from "./optimizer-cases.ts";

const cases = runs.filter(({ optimizer }) => optimizer === "LBFGS");
/** The way is PyTorch's while the decisions on it are: rounding tells them apart in the end. */
const nearly: Tolerance = { absolute: 1e-9, relative: 1e-6 };

function make(
  parameters: readonly Parameter[],
  { lr, max_iter, history_size, line_search_fn, ...rest }: Settings,
): Lbfgs {
  return lbfgs(parameters, {
    learningRate: Number(lr),
    maxIterations: Number(max_iter),
    toleranceGradient: Number(rest["tolerance_grad"]),
    toleranceChange: Number(rest["tolerance_change"]),
    historySize: Number(history_size),
    lineSearch: line_search_fn === null ? "none" : "strongWolfe",
  });
}

describe("Rosenbrock's valley in float64", () => {
  it.each(cases)("$id takes PyTorch's way", async ({ id, rosenbrock, evals_rosenbrock }) => {
    const p = start();
    const optimizer = make([p], rosenbrock);
    const [places, heights, evaluations]: number[][] = [[...(await p.data())], [], []];
    for (let step = 0; step < 50; step++) {
      const before = optimizer.evaluations;
      heights.push(await optimizer.step(height(p)));
      evaluations.push(optimizer.evaluations - before);
      places.push(...(await p.data()));
    }
    expect(evaluations).toEqual(evals_rosenbrock);
    expect(difference(places, numbers(`${id}|xs`), nearly)).toBeUndefined();
    expect(difference(heights, numbers(`${id}|fs`).slice(0, 50), nearly)).toBeUndefined();
  });
});

describe.each(places)("a small network in $dtype on $backend", ({ dtype, make: backend }) => {
  useForTests(backend);

  it.each(cases)("$id takes PyTorch's way", async ({ id, mlp, evals_mlp, drift }) => {
    const { own, loss } = network(dtype, crossEntropy);
    const optimizer = make(Object.values(own), mlp);
    const [losses, evaluations]: number[][] = [[], []];
    for (let step = 1; step <= 50; step++) {
      const before = optimizer.evaluations;
      losses.push(await optimizer.step(loss));
      evaluations.push(optimizer.evaluations - before);
      for (const [name, p] of dtype === "float64" ? Object.entries(own) : []) {
        const expected = read(`${id}|p64.${name}.${step}`);
        if (expected === undefined) continue;
        expect(difference(await p.data(), expected.data, nearly), `${name}, step ${step}`).toBeUndefined();
      }
    }
    const near = dtype === "float64" ? nearly : { absolute: 4 * drift, relative: 0 };
    expect(difference(losses, numbers(`${id}|losses64`).slice(0, 50), near)).toBeUndefined();
    if (dtype === "float64") expect(evaluations).toEqual(evals_mlp);
  });
});
