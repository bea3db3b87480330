import { sizeOf, stridesOf, type Shape, type View } from "@piecewise/spec";
import { bool, float, int32, type Case, type Values } from "../case.ts";
import { integers, lengths, numbers } from "../numbers.ts";

function view(shape: Shape, strides: readonly number[], offset = 0): View {
  return { shape, strides, offset };
}

function copying(title: string, size: number, from: View): Case<"copy"> {
  return { title, inputs: [float(numbers(size))], attributes: { from }, outputs: ["float"] };
}

const transposed = view([5, 7], [1, 5]);

export const copy: readonly Case<"copy">[] = [
  ...[0, ...lengths].map((length) => copying(`copies ${length} numbers`, length, view([length], [1]))),
  copying("copies a single number", 3, view([], [], 2)),
  copying("transposes", 35, transposed),
  copying("transposes a large matrix", 33 * 66, view([66, 33], [1, 66])),
  copying("permutes three axes", 60, view([5, 3, 4], [1, 20, 5])),
  copying("permutes five axes", 240, view([2, 5, 4, 2, 3], [1, 24, 6, 120, 2])),
  copying("swaps the outer axes and keeps rows", 3 * 4 * 17, view([4, 3, 17], [17, 68, 1])),
  copying("reverses", 17, view([17], [-1], 16)),
  copying("reverses rows and columns", 35, view([5, 7], [-7, -1], 34)),
  copying("reverses the columns of each row", 35, view([5, 7], [7, -1], 6)),
  copying("reverses the rows", 35, view([5, 7], [-7, 1], 28)),
  copying("cuts out a part", 35, view([3, 4], [7, 1], 9)),
  copying("takes every second row and third column", 35, view([3, 3], [14, 3])),
  copying("repeats rows", 7, view([5, 7], [0, 1])),
  copying("repeats columns", 5, view([5, 7], [1, 0])),
  copying("takes a diagonal", 25, view([5], [6])),
  copying("passes over axes of one", 20, view([1, 4, 1, 5], [0, 5, 99, 1])),
  copying("copies no rows", 12, view([0, 3], [3, 1])),
  { ...copying("transposes int32", 35, transposed), inputs: [int32(integers(35, 99))], outputs: ["int32"] },
  { ...copying("transposes bool", 35, transposed), inputs: [bool(integers(35, 2))], outputs: ["bool"] },
  {
    ...copying("leaves every bit as it is", 4, view([4], [-1], 3)),
    inputs: [float([NaN, -0, Infinity, 1])],
    expected: [[1, Infinity, -0, NaN]],
    signedZeros: true,
  },
];

/** Places an array in each of the views. */
function placing(
  title: string,
  size: number,
  to: readonly View[],
  { fill = 0, of = randomFloats } = {},
): Case<"place"> {
  const inputs = to.map(({ shape }, i) => of(sizeOf(shape), i));
  return { title, inputs, attributes: { fill, size, to }, outputs: [inputs[0]?.kind ?? "float"] };
}

const randomFloats = (count: number, seed: number): Values => float(numbers(count, seed));
const randomIntegers = (count: number, seed: number): Values => int32(integers(count, 99, seed));
const randomTruths = (count: number, seed: number): Values => bool(integers(count, 2, seed));
const inside = view([3, 4], [7, 1], 9);
const halves = [view([5, 3], [7, 1]), view([5, 4], [7, 1], 3)];

export const place: readonly Case<"place">[] = [
  ...lengths.map((length) =>
    placing(`joins ${length} numbers and 5`, length + 5, [view([length], [1]), view([5], [1], length)]),
  ),
  placing("fills", 17, [], { fill: 2.5 }),
  placing("fills nothing", 0, []),
  placing("places a single number", 5, [view([], [], 3)]),
  placing("surrounds with zeros", 35, [inside]),
  placing("surrounds with a number", 35, [inside], { fill: -1.5 }),
  placing("surrounds with −∞", 35, [inside], { fill: -Infinity }),
  placing("joins along the columns", 35, halves),
  placing("joins along the rows", 35, [view([2, 7], [7, 1]), view([3, 7], [7, 1], 14)]),
  placing("stacks along a new last axis", 34, [view([17], [2]), view([17], [2], 1)]),
  placing("places in reverse", 35, [view([5, 7], [-7, -1], 34)]),
  placing("places in every second row and third column", 35, [view([3, 3], [14, 3])]),
  placing("places on a diagonal", 25, [view([5], [6])]),
  placing("places a transposed array", 35, [view([7, 5], [1, 7])]),
  placing("places five axes", 480, [view([2, 3, 2, 5, 4], stridesOf([2, 3, 4, 5, 4]))], { fill: 1 }),
  placing("passes over empty arrays", 7, [view([0, 7], [7, 1]), view([1, 7], [7, 1])]),
  placing("joins int32", 35, halves, { of: randomIntegers }),
  placing("surrounds int32", 35, [inside], { of: randomIntegers, fill: -7 }),
  placing("joins bool", 35, halves, { of: randomTruths }),
  placing("surrounds bool with true", 35, [inside], { of: randomTruths, fill: 1 }),
];
