import { hardtanh, relu, relu6, silu } from "@piecewise/activations";
import { backward, mul, normal, parameter, seeded, sum, tensor, zeros, type Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import {
  batchNorm2d,
  conv2d,
  dropout,
  flatten,
  layer,
  linear,
  maxPool2d,
  namedParameters,
  sequential,
} from "./index.ts";

describe("sequential", () => {
  it("calls its stages one after the other, plain functions among them", async () => {
    const model = sequential(
      (x: Tensor) => mul(x, 2),
      relu,
      (x: Tensor) => mul(x, 10),
    );
    expect(await model(tensor([-1, 3])).array()).toEqual([0, 60]);
  });

  it.each([
    ["linear", () => linear(4, 3), [5, 4]],
    ["conv2d", () => conv2d(1, 3, { kernelSize: 2 }), [2, 1, 3, 3]],
  ] as const)("computes %s and relu in one kernel, to the same numbers", async (_, make, shape) => {
    const stage = make();
    const model = sequential(stage, relu);
    const x = normal(shape, { random: seeded(3) });
    const fused = model(x);
    // What came before the activation was never kept.
    expect(fused.origin!.inputs[0].storage).toBe(fused.storage);
    const alone = relu(stage(x));
    expect(await fused.data()).toEqual(await alone.data());
    const [ours, theirs] = [fused, alone].map((y) => backward(sum(mul(y, y))));
    for (const p of model.parameters) expect(await ours.of(p).data()).toEqual(await theirs.of(p).data());
  });

  it.each([relu, relu6, hardtanh] as (typeof relu)[])(
    "pools before %o, to the same numbers and the same gradients",
    async (activation) => {
      const convolution = conv2d(1, 3, { kernelSize: 3, padding: 1 });
      const model = sequential(convolution, activation, maxPool2d(2));
      const x = normal([2, 1, 6, 7], { random: seeded(3), standardDeviation: 4 });
      const [ours, theirs] = [model(x), maxPool2d(2)(activation(convolution(x)))];
      expect(ours.origin!.operation).toBe(activation.name);
      expect(await ours.data()).toEqual(await theirs.data());
      const gradients = [ours, theirs].map((y) => backward(sum(mul(y, y))));
      for (const p of model.parameters)
        expect(await gradients[0].of(p).data()).toEqual(await gradients[1].of(p).data());
    },
  );

  it("leaves the order where the pooling sees more than the image, or the activation may change it", async () => {
    const x = normal([1, 1, 4, 4], { random: seeded(3) });
    for (const model of [sequential(relu, maxPool2d(2, { padding: 1 })), sequential(silu, maxPool2d(2))])
      expect(model(parameter(x)).origin!.operation).toBe("maxPool2d");
  });

  it("names the layer that got something else than a tensor, also where it shares a kernel", () => {
    for (const stages of [[linear(1, 1)], [linear(1, 1), relu]])
      expect(() => sequential((() => 3) as never, ...stages)(zeros([1]))).toThrow(
        "linear: needs a tensor, got number",
      );
  });

  it("names parameters as PyTorch does: by the position of the stage", () => {
    const model = sequential(
      conv2d(1, 2, { kernelSize: 3 }),
      batchNorm2d(2),
      relu,
      sequential(flatten(), dropout(0.5), linear(8, 3)),
    );
    expect([...namedParameters(model).keys()]).toEqual([
      ...["0.weight", "0.bias"],
      ...["1.weight", "1.bias", "1.running_mean", "1.running_var", "1.num_batches_tracked"],
      ...["3.2.weight", "3.2.bias"],
    ]);
    expect(model.parameters).toHaveLength(6);
  });

  it("lists a layer's parameters once, also when it stands there twice", () => {
    const shared = linear(3, 3);
    const model = sequential(shared, relu, shared);
    expect(model.parameters).toEqual([shared.own.weight, shared.own.bias]);
    expect([...namedParameters(model).keys()]).toEqual(["0.weight", "0.bias", "2.weight", "2.bias"]);
  });

  it("leaves a parameter out that is not trainable", () => {
    const frozen = parameter([1], { trainable: false });
    expect(layer({ kind: "frozen", own: { frozen } }, (x) => x).parameters).toEqual([]);
  });

  it("without stages gives back what it gets", () => {
    const x = zeros([1]);
    expect(sequential()(x)).toBe(x);
  });

  it.each([undefined, null, 3, "relu"])("refuses %o as a stage and says where it stands", (stage) => {
    expect(() => sequential(relu, stage as never)).toThrow(
      `sequential: stage 1 must be a layer or a function from tensor to tensor, got ${typeof stage}`,
    );
  });

  it("says which layer got the wrong size when it runs", () => {
    const model = sequential(flatten(), linear(4, 3), relu, linear(3, 2));
    expect(() => model(zeros([2, 5]))).toThrow("linear: takes 4 features in the last axis, for [2, 5]");
  });

  it("says which layer got something that is no tensor", () => {
    expect(() => sequential((() => 3) as never, linear(1, 1))(zeros([1, 1]))).toThrow(
      "linear: needs a tensor, got number",
    );
  });
});
