import { constant, formula, input, scalar, type Expression } from "@piecewise/expressions";
import { sizeOf, stridesOf, type Shape } from "@piecewise/spec";
import { float, type Case } from "../case.ts";
import { numbers } from "../numbers.ts";

const product = formula([input(0).times(input(1)).plus(input(0))], 2);

/** An array of `shape`, and one read with other strides. */
function broadcast(title: string, shape: Shape, strides: readonly number[]): Case<"map"> {
  const reach = strides.reduce((sum, stride, axis) => sum + stride * Math.max(shape[axis] - 1, 0), 1);
  return {
    title,
    inputs: [float(numbers(sizeOf(shape))), float(numbers(reach, 1))],
    attributes: { formula: product, scalars: [], shape, strides: [stridesOf(shape), strides] },
    outputs: ["float"],
    magnitude: 4,
  };
}

/** A loop that reads nothing. */
function fill(title: string, value: Expression, shape: Shape, scalars: readonly number[] = []): Case<"map"> {
  const attributes = { formula: formula([value], 0), scalars, shape, strides: [] };
  return { title, inputs: [], attributes, outputs: ["float"] };
}

const outer: Case<"map"> = {
  title: "spreads a row and a column over a matrix",
  inputs: [float(numbers(7)), float(numbers(5, 1))],
  attributes: { formula: product, scalars: [], shape: [5, 7], strides: [[0, 1], [1, 0]] }, // prettier-ignore
  outputs: ["float"],
  magnitude: 4,
};

export const broadcastCases: readonly Case<"map">[] = [
  outer,
  broadcast("takes a single number", [], []),
  broadcast("repeats one number", [17], [0]),
  broadcast("repeats one number over a matrix", [3, 5], [0, 0]),
  broadcast("repeats a row", [5, 7], [0, 1]),
  broadcast("repeats a long row", [3, 33], [0, 1]),
  broadcast("repeats a short row often", [1001, 10], [0, 1]),
  broadcast("repeats a row of whole vectors often", [1100, 8], [0, 1]),
  broadcast("repeats a row of three often", [3001, 3], [0, 1]),
  broadcast("repeats one number over short rows", [3001, 3], [0, 0]),
  broadcast("repeats a column over short rows", [3001, 3], [1, 0]),
  broadcast("repeats a column", [5, 7], [1, 0]),
  broadcast("repeats a column of one", [1, 7], [1, 0]),
  broadcast("repeats the number of each channel", [2, 3, 4, 5], [0, 1, 0, 0]),
  broadcast("repeats an axis in the middle", [3, 4, 5], [5, 0, 1]),
  broadcast("repeats the outer axes", [2, 3, 17], [0, 0, 1]),
  broadcast("repeats every other of five axes", [2, 3, 2, 3, 4], [0, 8, 0, 4, 1]),
  broadcast("repeats the last and others of five axes", [3, 2, 3, 2, 5], [6, 0, 2, 1, 0]),
  broadcast("reads a transposed matrix", [5, 7], [1, 5]),
  broadcast("reads every second number", [17], [2]),
  broadcast("passes over axes of one", [1, 4, 1, 5, 1], [20, 5, 5, 1, 1]),
  broadcast("does nothing for empty rows", [3, 0], [0, 1]),
  broadcast("does nothing for no rows", [0, 3], [0, 1]),
  fill("makes a single number", constant(-3), []),
  fill("fills with a constant", constant(1.5), [17]),
  fill("fills with a scalar", scalar(0), [3, 5], [2.5]),
  fill("fills nothing", constant(1), [0]),
];
