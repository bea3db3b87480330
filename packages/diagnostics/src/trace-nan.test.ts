import { js } from "@piecewise/backend-js";
import { wasm } from "@piecewise/backend-wasm";
import { linear } from "@piecewise/layers";
import { meanSquaredError } from "@piecewise/losses";
import { sgd } from "@piecewise/optimizers";
import {
  currentBackend,
  div,
  exp,
  log,
  matmul,
  mul,
  scope,
  sub,
  sum,
  tensor,
  useBackend,
} from "@piecewise/tensor";
import { trainStep } from "@piecewise/training";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { traceNaN, type TraceNaNOptions } from "./trace-nan.ts";

const plain = currentBackend();
afterEach(() => useBackend(plain));

/** What the trace finds in what `body` computes. */
async function traced(body: () => void, options?: TraceNaNOptions) {
  const { backend, first } = traceNaN(currentBackend(), options);
  useBackend(backend);
  body();
  return first();
}

const onWasm = wasm({ threads: 1 });

describe.each([
  ["js", () => useBackend(js())],
  ["wasm", () => useBackend(onWasm)],
])("traceNaN on %s", (_name, useIt) => {
  beforeEach(useIt);

  it("names the first kernel that gives NaN, with its formula, shape and place", async () => {
    const found = await traced(() => {
      const x = tensor([[1, -1, 4]]);
      const scores = matmul(log(x), tensor([[1], [1], [1]]));
      sum(mul(scores, 2));
    });
    expect(found).toMatchObject({ kernel: "map", after: 0, value: NaN, at: 1, count: 1, size: 3, inputsWereFinite: true }); // prettier-ignore
    expect(found?.text).toBe("map log(x) [3] gave NaN at place 1, 1 of 3 numbers; what it was given was finite"); // prettier-ignore
  });

  it("says where data had such numbers already", async () => {
    const found = await traced(() => void matmul(tensor([[NaN]]), tensor([[1]])));
    expect(found?.text).toBe("matmul [1, 1] · [1, 1] gave NaN at place 0, 1 of 1 numbers; it was given such numbers"); // prettier-ignore
  });

  it("sees the numbers of the moment, though their memory is freed and used again", async () => {
    const found = await traced(() => {
      scope(() => void div(tensor([1, 0]), tensor([1, 0])));
      for (let i = 0; i < 5; i++) scope(() => void exp(tensor([0, 0])));
    });
    expect(found).toMatchObject({ after: 0, at: 1 });
  });

  it("finds where a training with a rate far too large leaves the numbers", async () => {
    const model = linear(2, 1);
    const options = { loss: meanSquaredError, optimizer: sgd(model.parameters, { learningRate: 1e20 }) };
    const batch = { inputs: tensor([[1, 2]]), targets: tensor([[3]]) };
    const found = await traced(() => {
      for (let step = 0; step < 3; step++) trainStep(model, batch, options);
    });
    expect(found?.inputsWereFinite).toBe(true);
  });
});

it("finds infinities unless told not to", async () => {
  const infinite = () => void exp(tensor([1000]));
  expect((await traced(infinite))?.value).toBe(Infinity);
  expect(await traced(infinite, { infinity: false })).toBeUndefined();
  const both = () => void sub(exp(tensor([1000])), exp(tensor([1000])));
  expect(await traced(both, { infinity: false })).toMatchObject({ after: 2, value: NaN });
});

it("finds nothing where all is finite, whole numbers and truth values among them", async () => {
  expect(await traced(() => void sum(mul(tensor([1, 2], { dtype: "int32" }), 2)))).toBeUndefined();
});
