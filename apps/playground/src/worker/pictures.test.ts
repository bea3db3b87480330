import { conv2d, flatten, linear, relu, sequential, tensor, zeros } from "piecewise";
import { expect, it } from "vitest";
import { mapSide, strongest } from "../inside/tiles.ts";
import { picturesOf, recognitionOf } from "./pictures.ts";

const plane = { kind: "plane", from: -1, to: 1, points: new Float32Array(0), labels: new Int32Array(0) } as const; // prettier-ignore
const images = {
  kind: "images",
  title: "Images",
  names: ["0", "1", "2"],
  side: 2,
  pixels: new Float32Array(4),
  labels: Int32Array.of(0),
} as const;

function linearOf(weight: number[][]) {
  const layer = linear(weight[0].length, weight.length);
  layer.own["weight"].assign(tensor(weight));
  layer.own["bias"].assign(zeros([weight.length]));
  return layer;
}

it("the map of a unit shows what it gives from the upper left to the lower right of the plane", async () => {
  // x to the right, y upwards, and one that is never above 0.
  const first = linearOf([[1, 0], [0, 0.001], [0, 0]]); // prettier-ignore
  const model = sequential(first, relu, linear(3, 2));
  const [hidden, output] = await picturesOf(model, plane)();
  const shade = (unit: number, row: number, column: number) =>
    hidden.maps!.shades[(unit * mapSide + row) * mapSide + column];
  const last = mapSide - 1;
  const corners = (unit: number) => [shade(unit, 0, 0), shade(unit, 0, last), shade(unit, last, 0), shade(unit, last, last)]; // prettier-ignore
  expect(corners(0)).toEqual([0, strongest, 0, strongest]);
  expect(corners(1)).toEqual([strongest, strongest, 0, 0]);
  expect(corners(2)).toEqual([0, 0, 0, 0]);
  expect(shade(0, 3, mapSide / 2)).toBe(Math.round(strongest / (mapSide - 1)));
  expect(output.maps!.shades.length).toBe(2 * mapSide * mapSide);
});

it("of many units, the first ones have a map", async () => {
  const [{ maps }] = await picturesOf(sequential(linear(2, 40), relu, linear(40, 2)), plane)();
  expect(maps!.shades.length).toBe(32 * mapSide * mapSide);
});

it("the first layer's weights are pictures where its inputs are", async () => {
  const model = sequential(flatten(), linearOf([[1, -2, 0, 4], [0, 0, 0, 0]])); // prettier-ignore
  const [{ weights, filters }] = await picturesOf(model, images)();
  expect(weights).toEqual({ width: 2, height: 2, shades: Int8Array.of(32, -63, 0, 127, 0, 0, 0, 0), most: 4 }); // prettier-ignore
  expect(filters).toBeUndefined();
  expect(await picturesOf(sequential(linear(3, 2)), images)()).toEqual([]);
});

it("one image is seen in each layer: as maps of filters, as units, and as the shares of classes", async () => {
  const filter = conv2d(1, 2, { kernelSize: 1 });
  filter.own["weight"].assign(tensor([[[[1]]], [[[-1]]]]));
  filter.own["bias"].assign(zeros([2]));
  const model = sequential(filter, relu, flatten(), linear(8, 5), relu, linear(5, 3));
  expect((await picturesOf(model, images)())[0].filters?.shades).toEqual(Int8Array.of(127, -127));
  const { shares, layers } = await recognitionOf(model, Float32Array.of(0, 1, 2, -4), [1, 2, 2]);
  expect(layers[0]).toEqual({ width: 2, height: 2, shades: Int8Array.of(0, 32, 64, 0, 0, 0, 0, 127), most: 4 }); // prettier-ignore
  expect([layers[1].width, layers[1].height, layers[1].shades.length]).toEqual([1, 1, 5]);
  expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1);
  expect(shares.length).toBe(3);
});
