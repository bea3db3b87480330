import { expect, it } from "vitest";
import { random } from "./random.ts";

function draw(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next);
}

function moments(numbers: number[]): { mean: number; deviation: number } {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
  return { mean, deviation: Math.sqrt(variance) };
}

it("gives the same numbers for the same seed on every machine", () => {
  const { integer } = random(7);
  expect(draw(6, () => integer(1000))).toEqual([977, 905, 697, 431, 453, 734]);
});

it("gives other numbers for another seed or another stream", () => {
  const starts = [random(1), random(2), random(-1), random(2 ** 40 + 1), random(1, 1), random(1, 2)];
  expect(new Set(starts.map(({ uniform }) => uniform())).size).toBe(starts.length);
});

it("draws uniform numbers within their bounds", () => {
  const { uniform } = random(3);
  const numbers = draw(20_000, () => uniform(-1, 3));
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(-1);
  expect(Math.max(...numbers)).toBeLessThan(3);
  expect(moments(numbers).mean).toBeCloseTo(1, 1);
});

it("draws normal numbers with mean 0 and deviation 1", () => {
  const { mean, deviation } = moments(draw(20_000, random(3).normal));
  expect(mean).toBeCloseTo(0, 1);
  expect(deviation).toBeCloseTo(1, 1);
});

it("draws each whole number about equally often", () => {
  const { integer } = random(5);
  const counts = [0, 0, 0, 0, 0];
  for (let i = 0; i < 10_000; i++) counts[integer(5)]++;
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(200);
});

it("refuses a seed that is no whole number", () => {
  expect(() => random(1.5)).toThrow("random: the seed is 1.5; give a whole number");
  expect(() => random(1, Number.NaN)).toThrow("random: the stream is NaN");
});
