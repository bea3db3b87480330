import { relu, tanh } from "@piecewise/activations";
import { batchNorm2d, conv2d, dropout, flatten, linear, maxPool2d, residual, sequential, transformerEncoderLayer, type Layer } from "@piecewise/layers"; // prettier-ignore
import { zeros, type Shape } from "@piecewise/tensor";
import { describe as about, expect, it } from "vitest";
import { blocksOf, describe, type Seen } from "./blocks.ts";

function blocks(model: Layer, shape: Shape, training = false) {
  const seen: Seen[] = [];
  model(zeros(shape), {
    training,
    observe: (path, stage, input, output) => seen.push({ path, stage, input, output }),
  });
  return blocksOf(seen).map((block) => [block.path, describe(block), block.feeds.join(), block.unitAxis]);
}

about("the blocks of a model", () => {
  it("are layers with the activations behind them, in the order in which they run", () => {
    expect(blocks(sequential(linear(3, 5), relu, linear(5, 4), tanh, linear(4, 2)), [2, 3])).toEqual([
      ["0", "linear 3→5, relu", "2", 1],
      ["2", "linear 5→4, tanh", "4", 1],
      ["4", "linear 4→2", "", 1],
    ]);
  });

  it("take normalisations in, and know what they feed behind pooling and flatten", () => {
    const conv = conv2d(1, 4, { kernelSize: 3 });
    const model = sequential(conv, batchNorm2d(4), relu, maxPool2d(2), flatten(), linear(16, 3));
    expect(blocks(model, [2, 1, 6, 6])).toEqual([
      ["0", "conv2d 1→4, batchNorm2d, relu", "5", 1],
      ["5", "linear 16→3", "", 1],
    ]);
  });

  it.each([true, false])("reach through dropout, in training: %s", (training) => {
    const model = sequential(linear(3, 5), dropout(0.5), relu, linear(5, 2));
    expect(blocks(model, [2, 3], training)[0]).toEqual(["0", "linear 3→5, relu", "3", 1]);
  });

  it("stand alone where an activation follows a sum", () => {
    const model = sequential(linear(3, 3), residual(linear(3, 3)), relu, linear(3, 2));
    expect(blocks(model, [2, 3]).map(([path, text]) => [path, text])).toEqual([
      ["0", "linear 3→3"],
      ["1.block", "linear 3→3"],
      ["2", "relu"],
      ["3", "linear 3→2"],
    ]);
  });

  it("are found inside transformers", () => {
    const model = sequential(transformerEncoderLayer(4, 2, { feedForward: 8, activation: relu }));
    expect(blocks(model, [5, 2, 4])).toEqual([
      ["0.self_attn.out_proj", "linear 4→4", "", 2],
      ["0.linear1", "linear 4→8, relu", "0.linear2", 2],
      ["0.linear2", "linear 8→4", "", 2],
    ]);
  });
});
