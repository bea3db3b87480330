import { relu } from "@piecewise/activations";
import { normal, seeded, type Shape } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import {
  conv2d,
  gru,
  layer,
  layerNorm,
  linear,
  lstm,
  maxPool2d,
  residual,
  rnn,
  runStage,
  sequential,
  transformerEncoder,
  transformerEncoderLayer,
  type Layer,
} from "./index.ts";

const wrapped = linear(3, 3);
const encoderLayer = () => transformerEncoderLayer(4, 2, { feedForward: 8, activation: relu });
const ofEncoderLayer = [
  ...["self_attn.out_proj", "self_attn", "norm1"],
  ...["linear1", "activation", "dropout", "linear2", "dropout2", "norm2"],
];

describe("whoever observes a model", () => {
  const rows: [string, Layer, Shape, string[]][] = [
    ["sequential", sequential(linear(3, 4), relu, linear(4, 2)), [5, 3], ["0", "1", "2"]],
    [
      "sequential, pooling as it was given",
      sequential(conv2d(1, 2, { kernelSize: 3 }), relu, maxPool2d(2)),
      [2, 1, 6, 6],
      ["0", "1", "2"],
    ],
    [
      "residual in sequential",
      sequential(residual(sequential(linear(3, 4), relu), linear(3, 4))),
      [5, 3],
      ["0.block.0", "0.block.1", "0.block", "0.shortcut", "0"],
    ],
    [
      "a layer of one's own",
      sequential(layer({ kind: "own", inside: { wrapped } }, (x, c) => runStage("wrapped", wrapped, x, c))),
      [5, 3],
      ["0.wrapped", "0"],
    ],
    [
      "a stack of encoder layers",
      transformerEncoder([encoderLayer(), encoderLayer()], layerNorm(4)),
      [3, 2, 4],
      [0, 1].flatMap((i) => ofEncoderLayer.map((name) => `layers.${i}.${name}`)).concat("norm"),
    ],
  ];

  it.each(rows)(
    "sees each stage by PyTorch's name, and changes no number: %s",
    async (_, model, shape, paths) => {
      const x = normal(shape, { random: seeded(1) });
      const seen: string[] = [];
      const observed = model(x, {
        observe(path, stage, input, output) {
          seen.push(path);
          expect(stage).toBeTypeOf("function");
          expect(input.shape[0]).toBe(shape[0]);
          expect(output.shape[0]).toBe(shape[0]);
        },
      });
      expect(seen).toEqual(paths);
      expect(await observed.data()).toEqual(await model(x).data());
    },
  );

  it.each([
    ["lstm", lstm(3, 4), ["input", "forget", "candidate", "output"]],
    ["gru", gru(3, 4), ["reset", "update"]],
    ["rnn", rnn(3, 4), ["hidden"]],
  ] as const)("sees the gates of %s in its last step", (_, model, gates) => {
    const seen: string[] = [];
    sequential(model)(normal([5, 2, 3]), {
      observe(path, stage, input) {
        seen.push(path);
        if (path !== "0")
          expect([stage.name, input.shape]).toEqual([expect.stringMatching(/^(sigmoid|tanh)$/), [2, 4]]);
      },
    });
    expect(seen).toEqual([...gates.map((gate) => `0.l0.${gate}`), "0"]);
  });

  it("sees what a layer gives before its activation", async () => {
    const model = sequential(linear(3, 4), relu);
    const outputs: Promise<ArrayLike<number>>[] = [];
    const x = normal([50, 3], { random: seeded(1) });
    model(x, { observe: (_path, _stage, _input, output) => outputs.push(output.data()) });
    const [before, after] = (await Promise.all(outputs)).map((values) => Math.min(...Array.from(values)));
    expect(before).toBeLessThan(0);
    expect(after).toBe(0);
  });
});
