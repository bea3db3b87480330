import { gelu, relu } from "@piecewise/activations";
import { add, normal, seeded, slice, tensor, zeros, type Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { layerNorm, namedParameters, transformerEncoder, transformerEncoderLayer } from "./index.ts";

const options = { feedForward: 16, dtype: "float64" } as const;
const make = () => transformerEncoderLayer(8, 2, { ...options, random: seeded(3) });
const x = normal([5, 3, 8], { random: seeded(1), dtype: "float64" });

async function expectSame(a: Tensor, b: Tensor) {
  const [ours, theirs] = [await a.data(), await b.data()];
  ours.forEach((value, i) => expect(value).toBeCloseTo(theirs[i], 13));
}

describe("transformerEncoderLayer", () => {
  it("has PyTorch's names in PyTorch's order", () => {
    const both = (name: string) => [`${name}.weight`, `${name}.bias`];
    expect([...namedParameters(make()).keys()]).toEqual([
      ...["self_attn.in_proj_weight", "self_attn.in_proj_bias"],
      ...["self_attn.out_proj", "linear1", "linear2", "norm1", "norm2"].flatMap(both),
    ]);
  });

  it.each([
    ["relu", relu],
    ["gelu", gelu],
  ] as const)("knows %s by its name", async (activation, f) => {
    const [named, given] = [activation, f].map((a) =>
      transformerEncoderLayer(8, 2, { ...options, random: seeded(3), activation: a }),
    );
    await expectSame(named(x), given(x));
  });

  it("with causal sees nothing to come", async () => {
    const causal = transformerEncoderLayer(8, 2, { ...options, causal: true });
    const start = slice(x, [{ stop: 2 }]);
    await expectSame(slice(causal(x), [{ stop: 2 }]), causal(start));
  });

  it("does not see padded keys", async () => {
    const layer = make();
    const padding = tensor([0, 1, 2].map(() => [false, false, false, true, true]));
    const y = layer.run(x, { keyPaddingMask: padding });
    await expectSame(slice(y, [{ stop: 3 }]), layer(slice(x, [{ stop: 3 }])));
  });

  it("drops in training only", async () => {
    const layer = transformerEncoderLayer(8, 2, { ...options, dropout: 1, normFirst: true });
    await expectSame(layer(x, { training: true }), x);
    expect(await layer(x).data()).not.toEqual(await x.data());
  });

  it.each<[() => unknown, string]>([
    [() => transformerEncoderLayer(8, 3), "multiHeadAttention: 3 heads must divide 8 features"],
    [() => transformerEncoderLayer(8, 2, { activation: "selu" as never }), 'transformerEncoderLayer: activation must be "relu" or "gelu", got selu'], // prettier-ignore
    [() => make()(zeros([5, 3, 7])), "multiHeadAttention: takes queries [time, batch, 8], for [5, 3, 7]"],
  ])("refuses what it cannot do: %#", (call, message) => {
    expect(call).toThrow(message);
  });
});

describe("transformerEncoder", () => {
  it("is its layers one after the other, and a normalisation", async () => {
    const [first, second, norm] = [make(), make(), layerNorm(8, options)];
    const model = transformerEncoder([first, second], norm);
    await expectSame(model(x), norm(second(first(x))));
    await expectSame(transformerEncoder([first])(add(x, 1)), first(add(x, 1)));
    expect([...namedParameters(model).keys()].filter((name) => name.includes("norm"))).toEqual([
      ...["layers.0.norm1.weight", "layers.0.norm1.bias", "layers.0.norm2.weight", "layers.0.norm2.bias"],
      ...["layers.1.norm1.weight", "layers.1.norm1.bias", "layers.1.norm2.weight", "layers.1.norm2.bias"],
      ...["norm.weight", "norm.bias"],
    ]);
  });
});
