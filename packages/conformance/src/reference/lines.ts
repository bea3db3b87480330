import type { AlongAxis, Attributes } from "@piecewise/spec";
import { single, type Numbers, type Result } from "./result.ts";

export function reduce([x]: readonly Numbers[], attributes: Attributes["reduce"]): Result[] {
  const lines = linesOf(x, attributes);
  if (attributes.operation !== "sum") return [single(lines.map(folds[attributes.operation]))];
  return [{ values: lines.map(sum), magnitudes: lines.map((line) => sum(line.map(Math.abs))) }];
}

const folds = {
  product: (line: number[]) => line.reduce((a, b) => a * b, 1),
  max: (line: number[]) => Math.max(...line),
  min: (line: number[]) => Math.min(...line),
};

export function argReduce([x]: readonly Numbers[], attributes: Attributes["argReduce"]): Result[] {
  const places = linesOf(x, attributes).map((line) => {
    const nan = line.findIndex(Number.isNaN);
    return nan >= 0 ? nan : line.indexOf(folds[attributes.operation](line));
  });
  return [single(places)];
}

/** Each number goes to the place behind all that come before it. */
export function argSort([x]: readonly Numbers[], attributes: Attributes["argSort"]): Result[] {
  const sign = attributes.descending ? -1 : 1;
  const rank = (value: number) => (Number.isNaN(value) ? 1 : 0);
  const before = (a: number, b: number) => sign * (rank(a) - rank(b)) < 0 || sign * a < sign * b;
  const same = (a: number, b: number) => a === b || (Number.isNaN(a) && Number.isNaN(b));
  const lines = linesOf(x, attributes).map((line) => {
    const places = new Array<number>(line.length);
    line.forEach((value, i) => {
      const ahead = line.filter((other, j) => before(other, value) || (j < i && same(other, value)));
      places[ahead.length] = i;
    });
    return places;
  });
  return [single(fromLines(lines, attributes))];
}

export function cumulativeSum([x]: readonly Numbers[], attributes: Attributes["cumulativeSum"]): Result[] {
  const { reverse } = attributes;
  const lines = linesOf(x, attributes);
  const sums = (line: number[]) => line.map((_, i) => sum(reverse ? line.slice(i) : line.slice(0, i + 1)));
  const values = fromLines(lines.map(sums), attributes);
  return [
    {
      values,
      magnitudes: fromLines(
        lines.map((line) => sums(line.map(Math.abs))),
        attributes,
      ),
    },
  ];
}

export function softmax([x]: readonly Numbers[], attributes: Attributes["softmax"]): Result[] {
  const lines = linesOf(x, attributes).map((line) => softmaxOfLine(line, attributes.logarithm));
  return [
    {
      values: fromLines(lines.map(({ values }) => values), attributes), // prettier-ignore
      magnitudes: fromLines(lines.map(({ magnitudes }) => magnitudes), attributes), // prettier-ignore
    },
  ];
}

/** The difference to the largest number is rounded before it is an exponent: the error grows with it. */
function softmaxOfLine(line: number[], logarithm: boolean): Result {
  const largest = Math.max(...line);
  const exponents = line.map((value) => value - largest);
  const total = sum(exponents.map(Math.exp));
  const values = exponents.map((e) => (logarithm ? e - Math.log(total) : Math.exp(e) / total));
  const magnitudes = exponents.map((e, i) =>
    logarithm ? Math.abs(e) + 1 + Math.log(total) : values[i] * (1 + Math.abs(e)),
  );
  return { values, magnitudes };
}

/** Neumaier's sum, which keeps what each addition loses. */
function sum(line: readonly number[]): number {
  let [total, lost] = [0, 0];
  for (const term of line) {
    const next = total + term;
    lost += Math.abs(total) >= Math.abs(term) ? total - next + term : term - next + total;
    total = next;
  }
  return Number.isFinite(total) ? total + lost : total;
}

/** The numbers along the axis, for each place (o, j) beside it. */
function linesOf(x: Numbers, { outer, size, inner }: AlongAxis): number[][] {
  return Array.from({ length: outer * inner }, (_, line) => {
    const [o, j] = [Math.floor(line / inner), line % inner];
    return Array.from({ length: size }, (_, i) => x[(o * size + i) * inner + j]);
  });
}

function fromLines(lines: readonly (readonly number[])[], { outer, size, inner }: AlongAxis): number[] {
  return Array.from({ length: outer * size * inner }, (_, at) => {
    const [o, i, j] = [Math.floor(at / (size * inner)), Math.floor(at / inner) % size, at % inner];
    return lines[o * inner + j][i];
  });
}
