import { expect, it } from "vitest";
import { batches } from "../batches.ts";
import type { Batch } from "../batch-source.ts";
import { digits } from "../digits/digits.ts";
import { random } from "../random.ts";
import { augment, type Augmentation } from "./augment.ts";
import { beta } from "./beta.ts";
import { flipHorizontal, flipVertical } from "./flip.ts";
import { mixup } from "./mixup.ts";
import { gaussianNoise } from "./noise.ts";
import { rotate } from "./rotate.ts";
import { randomCrop, shift } from "./shift.ts";

/** Images whose pixels are their places. */
function images(shape: readonly [number, number, number, number]): Batch {
  const data = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, at) => at + 1);
  return { inputs: { data, shape }, targets: { data: new Int32Array(shape[0]), shape: [shape[0]] } };
}

const pixels = (batch: Batch, augmentation: Augmentation, seed = 1) => [
  ...augment(batch, [augmentation], { seed }).inputs.data,
];

const all = [
  shift(2),
  randomCrop({ padding: 1 }),
  flipHorizontal(),
  flipVertical(),
  rotate(20),
  gaussianNoise(0.1),
];

it("gives each row the same whatever the size of batches, and other variants in the next epoch", () => {
  const data = digits({ count: 10, seed: 1 });
  const walk = (size: number, epoch?: number) => {
    const source = augment(batches(data, { size, seed: 1, epoch: 0 }), all, { seed: 1, epoch });
    return () => Array.from(source, ({ inputs }) => [...inputs.data]).flat();
  };
  const next = walk(4);
  const [first, second] = [next(), next()];
  expect(first).toEqual(walk(3, 0)());
  expect(second).toEqual(walk(10, 1)());
  expect(second).not.toEqual(first);
});

it("leaves what it is given as it is, and keeps the names of classes while there are labels", () => {
  const data = digits({ count: 6, seed: 1 });
  const before = structuredClone(data);
  expect(augment(data, all, { seed: 1 }).classes).toBe(data.classes);
  expect(augment(data, [...all, mixup({ classes: 10 })], { seed: 1 }).classes).toBeUndefined();
  expect(data).toEqual(before);
});

it("augments batches that come asynchronously", async () => {
  const data = digits({ count: 6, seed: 1 });
  const later = {
    rows: 6,
    async *[Symbol.asyncIterator]() {
      yield* batches(data, { size: 2 });
    },
  };
  const shapes = [];
  const source = augment(later, all, { seed: 1 });
  for await (const { inputs } of source) shapes.push(inputs.shape);
  expect([source.rows, shapes]).toEqual([6, new Array(3).fill([2, 1, 28, 28])]);
});

it("refuses to walk a generator twice", () => {
  const source = augment(
    batches(digits({ count: 2, seed: 1 }), { size: 1 })[Symbol.iterator]() as Generator<Batch>,
    all,
    {
      seed: 1,
    },
  );
  expect([...source]).toHaveLength(2);
  expect(() => [...source]).toThrow("augment: its source is a generator, which can be walked once");
});

it("shifts by whole pixels, each way, with zeros from outside", () => {
  const image = images([1, 1, 2, 3]);
  const seen = new Set(Array.from({ length: 200 }, (_, seed) => pixels(image, shift(1), seed).join()));
  expect(seen.size).toBe(9);
  for (const moved of ["1,2,3,4,5,6", "0,0,0,1,2,3", "0,1,2,0,4,5", "5,6,0,0,0,0"])
    expect(seen).toContain(moved);
});

it("shifts all channels alike", () => {
  const [first, second] = [0, 1].map(
    (channel) => (moved: number[]) => moved.slice(4 * channel, 4 * channel + 4),
  );
  for (let seed = 0; seed < 20; seed++) {
    const moved = pixels(images([1, 2, 2, 2]), shift(1), seed);
    expect(second(moved)).toEqual(first(moved).map((pixel) => (pixel === 0 ? 0 : pixel + 4)));
  }
});

it("crops windows of a size, also of images with padding", () => {
  const image = images([1, 1, 2, 3]);
  const cut = (seed: number) => augment(image, [randomCrop({ size: [1, 2] })], { seed }).inputs;
  expect(cut(1).shape).toEqual([1, 1, 1, 2]);
  const seen = new Set(Array.from({ length: 100 }, (_, seed) => [...cut(seed).data].join()));
  expect([...seen].toSorted()).toEqual(["1,2", "2,3", "4,5", "5,6"]);
  expect(augment(image, [randomCrop({ size: 4, padding: 1 })], { seed: 1 }).inputs.shape).toEqual([
    1, 1, 4, 4,
  ]);
  expect(() => augment(image, [randomCrop({ size: 3 })], { seed: 1 })).toThrow(
    "randomCrop: size [3, 3] of images of 2 by 3 with padding 0",
  );
});

it("flips with the probability given", () => {
  const image = images([1, 2, 1, 2]);
  expect(pixels(image, flipHorizontal(1))).toEqual([2, 1, 4, 3]);
  expect(pixels(image, flipHorizontal(0))).toEqual([1, 2, 3, 4]);
  expect(pixels(images([1, 2, 2, 1]), flipVertical(1))).toEqual([2, 1, 4, 3]);
  const flipped = pixels(images([400, 1, 1, 2]), flipHorizontal()).filter(
    (pixel, at) => at % 2 === 0 && pixel % 2 === 0,
  );
  expect(flipped.length / 400).toBeCloseTo(0.5, 1);
});

it("rotates around the centre: not at all by 0, and a cross onto itself by a quarter of a turn", () => {
  const cross = {
    ...images([1, 1, 3, 3]),
    inputs: { data: Float32Array.of(0, 1, 0, 1, 1, 1, 0, 1, 0), shape: [1, 1, 3, 3] },
  };
  expect(pixels(cross, rotate(0))).toEqual([0, 1, 0, 1, 1, 1, 0, 1, 0]);
  const turned = pixels(cross, rotate(180));
  expect(turned[4]).toBe(1);
  expect(turned).not.toEqual([0, 1, 0, 1, 1, 1, 0, 1, 0]);
  expect(Math.max(...turned)).toBeLessThanOrEqual(1);
});

it("interpolates between pixels when it rotates, at the angle that was drawn", () => {
  const image = images([1, 1, 3, 3]);
  const angle = (random(5, 2 ** 52).uniform(-30, 30) * Math.PI) / 180;
  // The middle of the right edge comes from (−sin, cos) of the centre, on the slope 3 · down + right.
  expect(pixels(image, rotate(30), 5)[5]).toBeCloseTo(5 - 3 * Math.sin(angle) + Math.cos(angle), 5);
});

it("adds noise of the deviation given", () => {
  const zeros = {
    ...images([1, 1, 100, 100]),
    inputs: { data: new Float32Array(10_000), shape: [1, 1, 100, 100] },
  };
  const noise = pixels(zeros, gaussianNoise(0.3));
  expect(noise.reduce((sum, value) => sum + value, 0) / 10_000).toBeCloseTo(0, 1);
  expect(Math.sqrt(noise.reduce((sum, value) => sum + value ** 2, 0) / 10_000)).toBeCloseTo(0.3, 2);
});

it("mixes inputs and targets of two rows by the same share", () => {
  const inputs = { data: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), shape: [3, 3] };
  const batch = { inputs, targets: { data: Int32Array.of(0, 1, 2), shape: [3] } };
  const mixed = augment(batch, [mixup({ alpha: 1, classes: 3 })], { seed: 1 });
  expect(mixed.targets).toEqual(mixed.inputs);
  expect(mixed.inputs).not.toEqual(inputs);
  for (const row of [0, 3, 6])
    expect(mixed.targets.data.slice(row, row + 3).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
});

it.each([0.01, 0.2, 1, 4])("draws shares from Beta(%d, the same), by mean and variance", (alpha) => {
  const numbers = random(1);
  const shares = Array.from({ length: 20_000 }, () => beta(alpha, numbers));
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length;
  expect(mean).toBeCloseTo(0.5, 1);
  expect(variance).toBeCloseTo(1 / (4 * (2 * alpha + 1)), 2);
});

const flat: Batch = {
  inputs: { data: new Float32Array(4), shape: [2, 2] },
  targets: { data: Int32Array.of(0, 3), shape: [2] },
};
const whole: Batch = { ...flat, inputs: { data: new Int32Array(4), shape: [2, 2] } };

it.each<{ of: string; attempt: () => unknown; says: string }>([
  {
    of: "rows that are no images",
    attempt: () => pixels(flat, shift(1)),
    says: "shift: inputs of shape [2, 2] in Float32Array; give images",
  },
  {
    of: "noise on indices",
    attempt: () => pixels(whole, gaussianNoise(1)),
    says: "gaussianNoise: inputs in Int32Array",
  },
  {
    of: "mixed indices",
    attempt: () => pixels(whole, mixup({ classes: 4 })),
    says: "mixup: inputs in an Int32Array",
  },
  {
    of: "labels without classes",
    attempt: () => pixels(flat, mixup()),
    says: "give the number of `classes`",
  },
  { of: "too few classes", attempt: () => pixels(flat, mixup({ classes: 3 })), says: "a label is 3" },
  { of: "half a pixel", attempt: () => shift(0.5), says: "shift: most is 0.5" },
  { of: "no angle", attempt: () => rotate(Number.NaN), says: "rotate: degrees is NaN" },
  {
    of: "a probability of 2",
    attempt: () => flipVertical(2),
    says: "flipVertical: probability is 2; give a number from 0 to 1",
  },
  { of: "alpha 0", attempt: () => mixup({ alpha: 0 }), says: "mixup: alpha is 0; give a number above 0" },
  {
    of: "a negative epoch",
    attempt: () => augment(flat, [], { seed: 1, epoch: -1 }),
    says: "augment: epoch is -1",
  },
])("refuses $of", ({ attempt, says }) => {
  expect(attempt).toThrow(says);
});
