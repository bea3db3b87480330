import { relu } from "@piecewise/activations";
import { ones, tensor, zeros } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import {
  conv2d,
  dropout,
  globalAvgPool2d,
  identity,
  linear,
  namedParameters,
  residual,
  sequential,
} from "./index.ts";

describe("residual", () => {
  it("adds its input to what the block makes of it", async () => {
    const block = residual(linear(2, 2, { initializer: ones, bias: false }));
    expect(await block(tensor([[1, 2]])).array()).toEqual([[4, 5]]);
  });

  it("takes a shortcut where the block changes the shape", () => {
    const [block, shortcut] = [conv2d(2, 4, { kernelSize: 3, stride: 2, padding: 1 }), conv2d(2, 4, { kernelSize: 1, stride: 2 })]; // prettier-ignore
    const layer = residual(sequential(block, relu), shortcut);
    expect(layer(zeros([1, 2, 8, 8])).shape).toEqual([1, 4, 4, 4]);
    expect([...namedParameters(layer).keys()]).toEqual([
      ...["block.0.weight", "block.0.bias"],
      ...["shortcut.weight", "shortcut.bias"],
    ]);
    expect(layer.parameters).toHaveLength(4);
  });

  it("hands the mode on to the block", async () => {
    expect(await residual(dropout(1))(ones([2]), { training: true }).array()).toEqual([1, 1]);
    expect(await residual(dropout(1))(ones([2])).array()).toEqual([2, 2]);
  });

  it.each<[() => unknown, string]>([
    [() => residual(linear(2, 1) as never)(zeros([3, 2])), "block and input differ in shape; pass a shortcut that changes the input alike, for [3, 1] and [3, 2]"], // prettier-ignore
    [() => residual(relu, linear(2, 1))(zeros([3, 2])), "block and shortcut differ in shape, for [3, 2] and [3, 1]"], // prettier-ignore
  ])("refuses to add what differs in shape: %#", (call, message) => {
    expect(call).toThrow(`residual: ${message}`);
  });
});

it("identity gives back its very input", () => {
  const x = zeros([2]);
  expect(identity()(x)).toBe(x);
});

describe("globalAvgPool2d", () => {
  it("gives the mean of each channel", async () => {
    const x = tensor([[[[1, 2], [3, 6]], [[0, 0], [0, 4]]]]); // prettier-ignore
    expect(await globalAvgPool2d()(x).array()).toEqual([[3, 1]]);
  });

  it("takes images only", () => {
    expect(() => globalAvgPool2d()(zeros([2, 3]))).toThrow("takes images [batch, channels, height, width]");
  });
});
