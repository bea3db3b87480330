import { DataError, ShapeError } from "@piecewise/spec";
import type { Tensor } from "../tensor.ts";

/** The axes of each operand and of the result, by name: letters, and for those behind "..." numbers from −1 backwards. */
export interface Equation {
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
}

/** Reads an equation such as "...ij,jk->...ik" for the operands it is used on. */
export function readEquation(text: string, operands: readonly Tensor[]): Equation {
  const [left, right, ...more] = text.replace(/\s/g, "").split("->");
  if (more.length > 0) throw new DataError("einsum", `"${text}" has more than one arrow`);
  const terms = left.split(",");
  if (terms.length !== operands.length)
    throw new DataError("einsum", `"${text}" is for ${terms.length} operands, got ${operands.length}`);
  for (const term of right === undefined ? terms : [...terms, right]) checkTerm(term, text);
  const inputs = terms.map((term, i) => axesOf(term, operands[i], i));
  const unnamed = inputs.map((axes) => axes.filter((axis) => axis.startsWith("-")));
  const behind = unnamed.reduce((longest, axes) => (axes.length > longest.length ? axes : longest));
  const output = right === undefined ? [...behind, ...once(left)] : outputAxes(right, behind, inputs, text);
  return { inputs, output };
}

function checkTerm(term: string, text: string): void {
  if (!/^[a-zA-Z]*(\.\.\.)?[a-zA-Z]*$/.test(term))
    throw new DataError("einsum", `"${term}" in "${text}" should be letters, with at most one ...`);
}

/** The names of an operand's axes. */
function axesOf(term: string, { shape, rank }: Tensor, i: number): string[] {
  const [before, after] = term.split("...");
  const named = before.length + (after ?? "").length;
  if (after === undefined ? named !== rank : named > rank)
    throw new ShapeError("einsum", `"${term}" does not name the axes of operand ${i}`, shape);
  if (after === undefined) return [...before];
  const unnamed = Array.from({ length: rank - named }, (_, axis) => String(axis - (rank - named)));
  return [...before, ...unnamed, ...after];
}

/** Letters that stand in the equation once, in the order of the alphabet. */
function once(left: string): string[] {
  const letters = [...left.replace(/[^a-zA-Z]/g, "")];
  return letters.filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter)).sort();
}

function outputAxes(
  right: string,
  behind: readonly string[],
  inputs: Equation["inputs"],
  text: string,
): string[] {
  const [before, after = ""] = right.split("...");
  const output = [...before, ...(right.includes("...") ? behind : []), ...after];
  const twice = output.find((axis, i) => output.indexOf(axis) < i);
  if (twice !== undefined) throw new DataError("einsum", `"${text}" has ${twice} twice in the output`);
  const unknown = output.find((axis) => !inputs.some((axes) => axes.includes(axis)));
  if (unknown !== undefined)
    throw new DataError("einsum", `"${text}" has ${unknown} in the output, but in no operand`);
  return output;
}
