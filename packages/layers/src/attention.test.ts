import { full, matmul, mul, normal, seeded, slice, softmax, sum } from "@piecewise/tensor";
import { tensor, transpose, triu, ones, zeros, type Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { multiHeadAttention, scaledDotProductAttention } from "./index.ts";

const double = { dtype: "float64" } as const;
const draw = (seed: number, ...shape: number[]) => normal(shape, { random: seeded(seed), ...double });
const x = draw(1, 3, 4, 6);

async function expectSame(a: Tensor, b: Tensor) {
  const [ours, theirs] = [await a.data(), await b.data()];
  expect(a.shape).toEqual(b.shape);
  ours.forEach((value, i) => expect(value).toBeCloseTo(theirs[i], 12));
}

describe("scaledDotProductAttention", () => {
  const [q, k, v] = [draw(1, 2, 3, 4), draw(2, 2, 5, 4), draw(3, 2, 5, 7)];

  it("weighs the values by a softmax over the scaled products", async () => {
    const weights = softmax(mul(matmul(q, k, { transposeB: true }), 1 / 2));
    await expectSame(scaledDotProductAttention(q, k, v), matmul(weights, v, {}));
    await expectSame(scaledDotProductAttention(mul(q, 2), k, v, { scale: 1 / 4 }), matmul(weights, v, {}));
  });

  it("sees what its mask says, what it adds, and nothing to come when it is causal", async () => {
    const seen = tensor([[true, true, false, false, false]]);
    const first = [slice(k, [null, { stop: 2 }]), slice(v, [null, { stop: 2 }])] as const;
    await expectSame(
      scaledDotProductAttention(q, k, v, { mask: seen }),
      scaledDotProductAttention(q, ...first),
    );
    const added = tensor([[0, 0, -Infinity, -Infinity, -Infinity]]);
    await expectSame(
      scaledDotProductAttention(q, k, v, { mask: added }),
      scaledDotProductAttention(q, ...first),
    );
    const causal = scaledDotProductAttention(q, k, v, { causal: true });
    await expectSame(slice(causal, [null, { stop: 1 }]), slice(v, [null, { stop: 1 }]));
  });

  it("gives NaN for a query that sees nothing, as PyTorch does", async () => {
    const y = scaledDotProductAttention(q, k, v, { mask: full([1, 5], 0, { dtype: "bool" }) });
    expect((await y.data()).every(Number.isNaN)).toBe(true);
  });

  it("drops weights", async () => {
    expect(await sum(scaledDotProductAttention(q, k, v, { dropout: 1 })).item()).toBe(0);
  });

  it.each<[() => unknown, string]>([
    [() => scaledDotProductAttention(q, v, v), "queries and keys need as many features as each other"],
    [() => scaledDotProductAttention(q, k, q), "there must be as many keys as values"],
    [() => scaledDotProductAttention(zeros([3]), k, v), "needs tensors [..., places, features], for [3]"],
    [() => scaledDotProductAttention(q, k, v, { mask: zeros([3, 5], { dtype: "int32" }) }), "a mask must be bool or floating"], // prettier-ignore
  ])("refuses what it cannot do: %#", (call, message) => {
    expect(call).toThrow(`scaledDotProductAttention: ${message}`);
  });
});

describe("multiHeadAttention", () => {
  const model = multiHeadAttention(6, 2, { ...double, random: seeded(4) });
  const batchFirst = multiHeadAttention(6, 2, { ...double, batchFirst: true });
  for (const [name, p] of Object.entries(batchFirst.own)) p.assign(model.own[name]);

  it("has PyTorch's names, packed; and others where keys and values have other features", () => {
    expect(Object.entries(model.own).map(([name, { shape }]) => [name, shape])).toEqual([
      ["in_proj_weight", [18, 6]],
      ["in_proj_bias", [18]],
    ]);
    expect(model.parameters).toHaveLength(4);
    const apart = multiHeadAttention(6, 2, { ...double, keyFeatures: 3, valueFeatures: 5, bias: false });
    expect(Object.entries(apart.own).map(([name, { shape }]) => [name, shape])).toEqual([
      ["q_proj_weight", [6, 6]],
      ["k_proj_weight", [6, 3]],
      ["v_proj_weight", [6, 5]],
    ]);
    const { output, weights } = apart.attend(x, draw(5, 2, 4, 3), draw(6, 2, 4, 5));
    expect([output.shape, weights.shape]).toEqual([[3, 4, 6], [4, 3, 2]]); // prettier-ignore
  });

  it("starts as PyTorch does: biases 0, the packed weight by Xavier over all of it", async () => {
    expect(await sum(model.own.in_proj_bias).item()).toBe(0);
    const largest = Math.max(...(await model.own.in_proj_weight.data()));
    expect(largest).toBeLessThanOrEqual(Math.sqrt(6 / 24));
    expect(largest).toBeGreaterThan(0.9 * Math.sqrt(6 / 24));
  });

  it("takes time or batch first, and single sequences", async () => {
    const inside = { out_proj: batchFirst.inside["out_proj"] as typeof model };
    for (const [name, p] of Object.entries(inside.out_proj.own))
      p.assign((model.inside["out_proj"] as typeof model).own[name]);
    const swapped = (y: Tensor) => transpose(y, [1, 0, 2]);
    await expectSame(swapped(batchFirst(swapped(x))), model(x));
    await expectSame(model(slice(x, [null, 1])), slice(model(x), [null, 1]));
  });

  it("gives weights that sum to 1: their mean over heads, or each head's", async () => {
    const [average, each] = [
      model.attend(x).weights,
      model.attend(x, x, x, { averageWeights: false }).weights,
    ];
    expect([average.shape, each.shape]).toEqual([[4, 3, 3], [4, 2, 3, 3]]); // prettier-ignore
    await expectSame(sum(average, { axis: -1 }), ones([4, 3], double));
    await expectSame(mul(sum(each, { axis: 1 }), 0.5), average);
  });

  it("hides what is true in its masks, whichever way they are given", async () => {
    const future = triu(ones([3, 3], double), { offset: 1 });
    const hidden = { mask: tensor([[false, true, true], [false, false, true], [false, false, false]]) }; // prettier-ignore
    const expected = model.attend(x, x, x, hidden).output;
    await expectSame(model.attend(x, x, x, { mask: mul(future, -1e300) }).output, expected);
    const causal = multiHeadAttention(6, 2, { ...double, random: seeded(4), causal: true });
    await expectSame(causal.attend(x).weights, model.attend(x, x, x, hidden).weights);
    await expectSame(causal.attend(x, x, x, { causal: false }).output, model(x));
    await expectSame(model.attend(x, x, x, { causal: true }).output, causal(x));
    const keyPaddingMask = tensor([[false, false, true], [false, false, true], [false, false, true], [false, false, true]]); // prettier-ignore
    const short = slice(x, [{ stop: 2 }]);
    await expectSame(model.attend(x, x, x, { keyPaddingMask }).output, model.attend(x, short, short).output);
  });

  it("drops weights in training only", async () => {
    const dropping = multiHeadAttention(6, 2, { ...double, dropout: 1 });
    expect(await sum(dropping(x, { training: true })).item()).toBe(0);
    expect(await sum(dropping(x)).item()).not.toBe(0);
  });

  it.each<[() => unknown, string]>([
    [() => multiHeadAttention(6, 4), "4 heads must divide 6 features"],
    [() => multiHeadAttention(6, 0), "heads must be a whole number above 0, got 0"],
    [() => model(zeros([3, 4, 5], double)), "takes queries [time, batch, 6], for [3, 4, 5]"],
    [() => batchFirst(zeros([3, 4, 5], double)), "takes queries [batch, time, 6], for [3, 4, 5]"],
    [() => model.attend(x, slice(x, [null, { stop: 2 }])), "needs as many sequences of keys as of queries"],
    [
      () => model.attend(x, x, x, { mask: zeros([2, 2]) }),
      "mask needs the shape [3, 3] or [8, 3, 3], for [2, 2]",
    ],
    [() => model.attend(x, x, x, { keyPaddingMask: zeros([3, 3]) }), "keyPaddingMask needs the shape [4, 3], for [3, 3]"], // prettier-ignore
  ])("refuses what it cannot do: %#", (call, message) => {
    expect(call).toThrow(`multiHeadAttention: ${message}`);
  });
});
