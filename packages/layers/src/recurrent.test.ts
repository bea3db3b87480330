import { normal, ones, seeded, slice, tensor, transpose } from "@piecewise/tensor";
import { zeros, type Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { gru, gruCell, linear, lstm, lstmCell, rnn, rnnCell, sequential, summaryRows } from "./index.ts";
import type { Cell, CellOptions, Recurrent, RecurrentOptions } from "./index.ts";

const double = { dtype: "float64" } as const;
const x = normal([4, 2, 3], { random: seeded(1), ...double });
const dataOf = async (tensors: readonly Tensor[]) => Promise.all(tensors.map((t) => t.data()));

type Make<Options, Plain, WithCell> = (inputs: number, hidden: number, options?: Options) => Plain | WithCell;
type MakeLayer = Make<RecurrentOptions, Recurrent<number, number>, Recurrent<number, number, "cell">>;
type MakeCell = Make<CellOptions, Cell<number, number>, Cell<number, number, "cell">>;

const kinds: readonly (readonly [string, MakeLayer, MakeCell, number])[] = [
  ["lstm", lstm, lstmCell, 4],
  ["gru", gru, gruCell, 3],
  ["rnn", rnn, rnnCell, 1],
];

describe.each(kinds)("%s", (name, make, makeCell, gates) => {
  it("does step by step what its cell does", async () => {
    const [layer, cell] = [make(3, 5, double), makeCell(3, 5, double)];
    for (const [key, p] of Object.entries(cell.own)) p.assign(layer.own[`${key}_l0`]);
    const first = cell.step(slice(x, [0]));
    const second = cell.step(slice(x, [1]), first as never);
    const { output, hidden } = layer.run(slice(x, [{ stop: 2 }]));
    const [a, b, c, d, e] = await dataOf([first.hidden, slice(output, [0]), second.hidden, slice(output, [1]), hidden]); // prettier-ignore
    expect([b, d, e]).toEqual([a, c, c]);
  });

  it("goes on from the states it gave", async () => {
    const layer = make(3, 5, { ...double, layers: 2 });
    const start = layer.run(slice(x, [{ stop: 3 }]));
    const end = layer.run(slice(x, [{ start: 3 }]), start as never);
    const whole = layer.run(x);
    const [a, b] = await dataOf([end.hidden, whole.hidden]);
    a.forEach((value, i) => expect(value).toBeCloseTo(b[i], 14));
  });

  it("takes sequences with the batch first, and single ones", async () => {
    const options = { ...double, random: seeded(2) };
    const [layer, batchFirst] = [make(3, 5, options), make(3, 5, { ...double, batchFirst: true })];
    for (const [key, p] of Object.entries(batchFirst.own)) p.assign(layer.own[key]);
    const expected = await layer(x).data();
    expect(await transpose(batchFirst(transpose(x, [1, 0, 2])), [1, 0, 2]).data()).toEqual(expected);
    const alone = layer.run(slice(x, [null, 1]));
    expect(await alone.output.data()).toEqual(await slice(layer(x), [null, 1]).data());
    expect(alone.hidden.shape).toEqual([1, 5]);
    expect(layer.run(slice(x, [null, 1]), alone as never).hidden.shape).toEqual([1, 5]);
  });

  it("backwards reads each sequence from its end", async () => {
    const both = make(3, 5, { ...double, bidirectional: true });
    const forward = make(3, 5, double);
    for (const [key, p] of Object.entries(forward.own)) p.assign(both.own[`${key}_reverse`]);
    const reversed = slice(x, [{ step: -1 }]);
    const [ours, expected] = await dataOf([
      slice(both(x), [{ step: -1 }, null, { start: 5 }]),
      forward(reversed),
    ]);
    expect(ours).toEqual(expected);
    expect(both.run(x).hidden.shape).toEqual([2, 2, 5]);
  });

  it("has PyTorch's names and layouts, level after level and direction after direction", () => {
    const { own, parameters } = make(3, 5, { layers: 2, bidirectional: true });
    const names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];
    const places = ["_l0", "_l0_reverse", "_l1", "_l1_reverse"];
    expect(Object.keys(own)).toEqual(places.flatMap((place) => names.map((key) => key + place)));
    const shapes = names.map((key) => own[`${key}_l1_reverse`].shape);
    expect(shapes).toEqual([[gates * 5, 10], [gates * 5, 5], [gates * 5], [gates * 5]]);
    expect(parameters).toHaveLength(16);
    expect(make(3, 5, { bias: false }).parameters).toHaveLength(2);
  });

  it("starts all weights evenly between ± 1 / √hidden", async () => {
    for (const p of make(30, 25, { random: seeded(3) }).parameters) {
      const largest = Math.max(...(await p.data()).map(Math.abs));
      expect(largest).toBeLessThanOrEqual(0.2);
      expect(largest).toBeGreaterThan(0.15);
    }
  });

  it("drops numbers between its layers in training, and nothing else", async () => {
    const layer = make(3, 5, { ...double, layers: 2, dropout: 1 });
    const [dropped, whole] = await dataOf([layer(x, { training: true }), layer(x)]);
    const nothing = layer(zeros([4, 2, 3], double), { training: true });
    expect(dropped).not.toEqual(whole);
    // The upper level sees nothing of the lower one, and so nothing of x.
    expect(dropped).toEqual(await nothing.data());
    const single = make(3, 5, { ...double, dropout: 1 });
    expect(await single(x, { training: true }).data()).toEqual(await single(x).data());
  });

  it("stands between other layers, and in a summary", () => {
    const model = sequential(linear(2, 3), make(3, 5), linear(5, 1));
    const rows = summaryRows(model, [7, 2, 2]);
    expect(rows.map(({ kind, outputShape }) => [kind, outputShape])).toEqual([
      ["linear", [7, 2, 3]],
      [name, [7, 2, 5]],
      ["linear", [7, 2, 1]],
    ]);
  });

  it.each<[() => unknown, string]>([
    [() => make(3, 0), ": hidden must be a whole number above 0, got 0"],
    [() => make(3, 2, { layers: 0.5 }), ": layers must be a whole number above 0, got 0.5"],
    [() => make(3, 2, { dropout: 2 }), "the rate must lie between 0 and 1, got 2"],
    [
      () => make(3, 2)(zeros([4, 2, 2])),
      ": takes sequences [time, batch, 3] of at least one step, for [4, 2, 2]",
    ],
    [() => make(3, 2, { batchFirst: true })(zeros([4, 0, 3])), ": takes sequences [batch, time, 3] of at least one step, for [4, 0, 3]"], // prettier-ignore
    [() => make(3, 2).run(zeros([4, 2, 3]), { hidden: zeros([2, 2]), cell: zeros([1, 2, 2]) }), ": the state's hidden needs the shape [1, 2, 2], for [2, 2]"], // prettier-ignore
    [() => makeCell(3, 2)(zeros([3])), "Cell: takes [batch, 3], for [3]"],
  ])("refuses what it cannot do: %#", (call, message) => {
    expect(call).toThrow(message.startsWith("the") ? message : name + message);
  });
});

it("rnn ends in tanh or relu", async () => {
  const relu = rnnCell(1, 1, { bias: false, nonlinearity: "relu" });
  relu.own.weight_ih.assign(tensor([[1]]));
  expect(await relu(tensor([[-3], [NaN], [5]])).array()).toEqual([[0], [NaN], [5]]);
  expect(() => rnn(1, 1, { nonlinearity: "selu" as never })).toThrow('nonlinearity must be "tanh" or "relu", got selu'); // prettier-ignore
});

it("an lstm's state has a hidden and a cell part", () => {
  expect(() => lstm(1, 1).run(ones([1, 1, 1]), { hidden: zeros([1, 1, 1]) } as never)).toThrow(
    "lstm: a state has hidden and cell, but cell is missing",
  );
});
