import { conv2d, flatten, full, linear, relu, sequential, tensor, xor, zeros } from "piecewise";
import { expect, it } from "vitest";
import { probe } from "./probe.ts";

it("finds the units of a layer that no row moves, the zeros, and gradients that do not arrive", async () => {
  const first = linear(2, 4);
  first.own["bias"].assign(full([4], -9));
  const model = sequential(first, relu, linear(4, 2));
  const [hidden, output] = await probe(model, xor({ count: 40, seed: 1 }))();
  expect([hidden.name, output.name]).toEqual(["layer 1: 2 → 4", "output: 4 → 2"]);
  expect([...hidden.activity!.alive]).toEqual([0, 0, 0, 0]);
  expect(hidden.activity!.zeros).toBeCloseTo(1);
  expect(hidden.activity!.histogram.counts.reduce((a, b) => a + b)).toBe(160);
  expect(hidden.gradientNorm).toBe(0);
  expect(output.activity).toBeUndefined();
});

it("sees units that are alive for a share of the rows", async () => {
  const model = sequential(linear(2, 1), relu, linear(1, 2));
  const data = { inputs: { data: Float32Array.of(1, 0, -1, 0, 2, 0, -2, 0), shape: [4, 2] }, targets: { data: Int32Array.of(0, 1, 0, 1), shape: [4] } }; // prettier-ignore
  const layer = Object.values(model.inside)[0] as ReturnType<typeof linear>;
  layer.own["bias"].assign(zeros([1]));
  const [hidden] = await probe(model, data)();
  expect([...hidden.activity!.alive]).toEqual([0.5]);
  expect(hidden.activity!.zeros).toBe(0.5);
});

it("sees filters that are alive for a share of all places, and a histogram of some of many numbers", async () => {
  const filters = conv2d(1, 2, { kernelSize: 1 });
  filters.own["weight"].assign(tensor([[[[1]]], [[[0]]]]));
  filters.own["bias"].assign(zeros([2]));
  const side = 100;
  const model = sequential(filters, relu, flatten(), linear(2 * side * side, 2));
  const places = Float32Array.from({ length: 6 * side * side }, (_, i) => (i % 4 === 0 ? 1 : -1));
  const data = { inputs: { data: places, shape: [6, 1, side, side] }, targets: { data: Int32Array.of(0, 1, 0, 1, 0, 1), shape: [6] } }; // prettier-ignore
  const [hidden] = await probe(model, data)();
  expect(hidden.name).toBe("layer 1: 1 → 2, 1 × 1");
  expect([...hidden.activity!.alive]).toEqual([0.25, 0]);
  expect(hidden.activity!.zeros).toBeCloseTo(7 / 8);
  // Of two rows, which are enough.
  const { counts } = hidden.activity!.histogram;
  expect([counts[0], counts.at(-1)]).toEqual([1.75 * 2 * side * side, 0.25 * 2 * side * side]);
});
