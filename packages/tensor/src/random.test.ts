import { describe, expect, it } from "vitest";
import { normal, Random, seed, seeded, uniform } from "./random.ts";

type Four = readonly [number, number, number, number];

/** Philox 4x32-10 as its authors write it, on integers without end. */
function philox(counter: Four, key: readonly [number, number]): number[] {
  const mask = 0xffffffffn;
  let [c0, c1, c2, c3] = counter.map(BigInt);
  let [k0, k1] = key.map(BigInt);
  for (let round = 0; round < 10; round++) {
    const [p0, p1] = [0xd2511f53n * c0, 0xcd9e8d57n * c2];
    [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & mask, (p0 >> 32n) ^ c3 ^ k1, p0 & mask];
    [k0, k1] = [(k0 + 0x9e3779b9n) & mask, (k1 + 0xbb67ae85n) & mask];
  }
  return [c0, c1, c2, c3].map(Number);
}

// From the Random123 distribution, tests/kat_vectors.
const known: readonly (readonly [Four, readonly [number, number], Four])[] = [
  [[0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
  [[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]],
  [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]],
]; // prettier-ignore

describe("the generator is Philox 4x32-10", () => {
  it.each(known)("the reference of this test gives the published numbers", (counter, key, expected) => {
    expect(philox(counter, key)).toEqual(expected);
  });

  it("gives the published numbers for seed 0", () => {
    expect([...seeded(0).integers(4)]).toEqual(known[0][2]);
  });

  it.each([
    [0, 1],
    [1, 0],
    [2 ** 32 - 1, 2 ** 32 - 1],
    [2 ** 32, 2 ** 32],
    [Number.MAX_SAFE_INTEGER, 123456789012345],
    [0x299f31d0, 0x85a308d3],
  ])("agrees with the reference for seed %d at block %d and the next", (seed, block) => {
    const halves = (n: number) => [n % 2 ** 32, Math.floor(n / 2 ** 32)] as const;
    const expected = [block, block + 1].flatMap((b) => philox([...halves(b), 0, 0], halves(seed)));
    expect([...new Random({ seed, block }).integers(8)]).toEqual(expected);
  });

  it("starts a new block with each call", () => {
    const random = seeded(3);
    const [first, second] = [random.integers(1), random.integers(4)];
    expect([first[0], ...second]).toEqual([...seeded(3).integers(8)].filter((_, i) => i === 0 || i >= 4));
  });
});

describe("a generator", () => {
  it("goes on from its state as if nothing had happened", () => {
    const random = seeded(11);
    random.normal(7, "float32");
    const { state } = random;
    const again = new Random(JSON.parse(JSON.stringify(state)) as typeof state);
    expect(again.uniform(5, "float64")).toEqual(random.uniform(5, "float64"));
    expect(again.state).toEqual(random.state);
  });

  it("goes on from a state that it is given, for all who hold it", () => {
    const [random, other] = [seeded(11), seeded(4)];
    other.integers(5);
    random.restore(other.state);
    expect([random.seed, random.state]).toEqual([4, other.state]);
    expect(random.integers(4)).toEqual(other.integers(4));
    expect(() => random.restore({ seed: 1, block: -1 })).toThrow("seed and block are whole numbers");
    expect(random.state).toEqual(other.state);
  });

  it.each([-1, 0.5, 2 ** 53, NaN, Infinity])("refuses the seed %d", (bad) => {
    const message = `seeded: seed and block are whole numbers from 0 to 2⁵³ − 1, got ${bad}`;
    expect(() => seeded(bad)).toThrow(expect.objectContaining({ name: "DataError", message }));
    expect(() => new Random({ seed: 0, block: bad })).toThrow(expect.objectContaining({ message }));
  });

  it("gives streams that differ from seed to seed", () => {
    const streams = Array.from({ length: 50 }, (_, i) => seeded(i).integers(2).join());
    expect(new Set(streams).size).toBe(50);
  });
});

const count = 100_000;
const moments = (values: ArrayLike<number>) => {
  const numbers = Array.from(values);
  const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const variance = numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / numbers.length;
  const cubes = numbers.reduce((a, b) => a + (b - mean) ** 3, 0) / numbers.length;
  const fourths = numbers.reduce((a, b) => a + (b - mean) ** 4, 0) / numbers.length;
  return { mean, variance, skewness: cubes / variance ** 1.5, kurtosis: fourths / variance ** 2 };
};

describe.each(["float32", "float64"] as const)("%s", (dtype) => {
  it("uniform numbers lie in [0, 1), evenly", () => {
    const values = seeded(5).uniform(count, dtype);
    const tenths = new Array<number>(10).fill(0);
    for (const value of values) {
      expect(value >= 0 && value < 1).toBe(true);
      tenths[Math.floor(value * 10)]++;
    }
    for (const tenth of tenths) expect(Math.abs(tenth / count - 0.1)).toBeLessThan(0.004);
    const { mean, variance } = moments(values);
    expect([Math.abs(mean - 0.5) < 0.004, Math.abs(variance - 1 / 12) < 0.002]).toEqual([true, true]);
  });

  it("normal numbers have the normal distribution's moments, an odd count too", () => {
    const { mean, variance, skewness, kurtosis } = moments(seeded(6).normal(count + 1, dtype));
    expect(Math.abs(mean)).toBeLessThan(0.015);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    expect(Math.abs(skewness)).toBeLessThan(0.04);
    expect(Math.abs(kurtosis - 3)).toBeLessThan(0.1);
  });
});

describe("random tensors", () => {
  it("follow their options", async () => {
    const random = seeded(2);
    const u = await uniform([1000], { low: -2, high: 3, random }).data();
    expect([Math.min(...u) >= -2, Math.min(...u) < -1.9, Math.max(...u) < 3, Math.max(...u) > 2.9]).toEqual([
      ...new Array<boolean>(4).fill(true),
    ]);
    const n = moments(await normal([20_000], { mean: 5, standardDeviation: 0.1, random }).data());
    expect([Math.abs(n.mean - 5) < 0.01, Math.abs(n.variance - 0.01) < 0.001]).toEqual([true, true]);
  });

  it("are the same for the same seed, passed in or set for all", async () => {
    const drawn = await normal([2, 3], { random: seeded(9) }).array();
    seed(9);
    expect(await normal([2, 3]).array()).toEqual(drawn);
    expect(await normal([2, 3]).array()).not.toEqual(drawn);
  });

  it.each([
    ["integers", () => uniform([2], { dtype: "int32" as never }), "DTypeError"],
    ["half a row", () => normal([1.5]), "ShapeError"],
  ])("cannot be %s", (_name, make, name) => {
    expect(make).toThrow(expect.objectContaining({ name }));
  });
});
