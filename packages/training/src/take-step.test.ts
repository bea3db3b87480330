import { relu } from "@piecewise/activations";
import { take, xor } from "@piecewise/data";
import { linear, sequential } from "@piecewise/layers";
import { crossEntropy, meanSquaredError } from "@piecewise/losses";
import { sgd } from "@piecewise/optimizers";
import { mul, parameter, seeded, sum, tensor, zeros, type Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { fit, toTensors, trainStep, type FitOptions, type TrainStepOptions } from "./index.ts";

const data = xor({ count: 22, seed: 1 });
const network = () => {
  const random = seeded(4);
  return sequential(linear(2, 8, { random }), relu, linear(8, 2, { random }));
};

async function trained(options: Partial<FitOptions>) {
  const model = network();
  const optimizer = sgd(model.parameters, { learningRate: 0.1, momentum: 0.9 });
  const { epochs } = await fit(model, { data, loss: crossEntropy, optimizer, epochs: 3, ...options });
  const weights = await Promise.all(model.parameters.map((p) => p.data()));
  return { weights: weights.flatMap((values) => [...values]), steps: optimizer.steps, epochs };
}

const expectClose = (values: readonly number[], expected: readonly number[]) =>
  values.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));

describe("several batches to a step", () => {
  it("give the weights of large batches, the last and smaller one included", async () => {
    const large = await trained({ batchSize: 8 });
    const small = await trained({ batchSize: 2, accumulate: 4 });
    expect([small.steps, large.steps]).toEqual([9, 9]);
    expectClose(small.weights, large.weights);
    for (const [i, { training }] of small.epochs.entries())
      expect(training["loss"]).toBeCloseTo(large.epochs[i].training["loss"], 6);
  });

  it("give the weights of one batch in trainStep, whatever their sizes", async () => {
    const [one, two] = [network(), network()];
    const options = (model: typeof one): TrainStepOptions => ({
      ...{ loss: crossEntropy, clip: { norm: 0.1 } },
      optimizer: sgd(model.parameters, { learningRate: 1 }),
    });
    const parts = [take(data, [0, 1, 2, 3, 4]), take(data, [5, 6])].map(toTensors);
    const loss = trainStep(two, parts, options(two));
    const expected = trainStep(one, toTensors(take(data, [0, 1, 2, 3, 4, 5, 6])), options(one));
    expect(await loss.item()).toBeCloseTo(await expected.item(), 6);
    for (const [i, p] of one.parameters.entries()) expectClose([...(await two.parameters[i].data())], [...(await p.data())]); // prettier-ignore
  });

  it("may leave a parameter without a gradient in some of them", async () => {
    const [a, b] = [parameter([1]), parameter([1])];
    const model = Object.assign((x: Tensor) => mul(x, x.shape[0] === 1 ? a : b), network());
    const batch = (rows: number) => ({ inputs: zeros([rows, 1]), targets: tensor(new Float32Array(rows).fill(1), { shape: [rows, 1] }) }); // prettier-ignore
    const loss = (prediction: Tensor, target: Tensor) => sum(mul(target, sum(prediction)));
    const ones = (rows: number) => ({ ...batch(rows), inputs: batch(rows).targets });
    trainStep(model, [ones(1), ones(2), ones(1)], { loss, optimizer: sgd([a, b], { learningRate: 1 }) });
    expect([await a.item(), await b.item()]).toEqual([1 - 2 / 4, 1 - (2 * 4) / 4]);
  });

  it("are refused where there is none", () => {
    const model = network();
    const options = { loss: crossEntropy, optimizer: sgd(model.parameters) };
    expect(() => trainStep(model, [], options)).toThrow("trainStep: got no batch; give at least one");
  });
});

describe("clipped gradients", () => {
  const row = () => ({ inputs: tensor([[3, 4]]), targets: tensor([[1]]) });
  const change = async (clip: TrainStepOptions["clip"]) => {
    const model = linear(2, 1, { bias: false, initializer: (shape) => zeros(shape) });
    trainStep(model, row(), { loss: meanSquaredError, optimizer: sgd(model.parameters, { learningRate: 1 }), clip }); // prettier-ignore
    return [...(await model.own.weight.data())];
  };

  it.each([
    ["not at all without limits", undefined, [6, 8]],
    ["to a norm", { norm: 5 }, [3, 4]],
    ["to a largest magnitude", { norm: 4, normType: Infinity }, [3, 4]],
    ["to a value", { value: 7 }, [6, 7]],
  ] as const)("are shortened %s", async (_, clip, expected) => expectClose(await change(clip), expected));

  it("are what fit takes, too", async () => {
    const { weights } = await trained({ clip: { norm: 0 } });
    const untouched = await Promise.all(network().parameters.map((p) => p.data()));
    expect(weights).toEqual(untouched.flatMap((values) => [...values]));
  });

  it.each([{ norm: -1 }, { value: NaN }])("are refused with %o, before the first step", async (clip) => {
    await expect(trained({ clip })).rejects.toThrow("fit: clip must have a norm or a value, at least 0");
  });
});
