import { parseSafetensors, safetensorsBytes, type SafetensorsArray } from "piecewise";
import {
  drawingSide,
  reach,
  type OwnDrawing,
  type OwnDrawings,
  type OwnPoint,
  type OwnPoints,
} from "../../own/own-data.ts";
import { datasetOf } from "./drawn-rows.ts";

/** Points or drawings as a safetensors file, with `inputs` and `targets`. */
export function rowsFile(own: OwnPoints | OwnDrawings): Promise<Uint8Array<ArrayBuffer>> {
  const { inputs, targets } = datasetOf(own);
  return safetensorsBytes({ inputs, targets });
}

/** The points or drawings of such a file; nothing where it holds something else, such as weights. */
export function rowsInFile(file: Uint8Array): OwnPoints | OwnDrawings | undefined {
  const { inputs, targets } = parseSafetensors(file).tensors;
  if (inputs === undefined || targets === undefined) return undefined;
  const labels = Array.from(targets.data, Number);
  const numbers = Float32Array.from(Array.from(inputs.data, Number));
  const [rows, ...row] = inputs.shape;
  if (rows !== labels.length || targets.shape.length !== 1)
    throw new Error(`${rows} inputs need a label each, but the targets are ${shapeText(targets)}`);
  if (row.join() === "2") return { name: "own points", points: labels.map(pointsFrom(numbers)) };
  if (row.join() === `1,${drawingSide},${drawingSide}`)
    return { name: "own drawings", drawings: labels.map(drawingsFrom(numbers)) };
  const known = `points are [n, 2], drawings [n, 1, ${drawingSide}, ${drawingSide}]`;
  throw new Error(`the inputs are ${shapeText(inputs)}; ${known}`);
}

const shapeText = ({ shape }: SafetensorsArray) => `of shape [${shape.join(", ")}]`;

function pointsFrom(numbers: Float32Array) {
  return (label: number, row: number): OwnPoint => {
    const [x, y] = numbers.subarray(2 * row, 2 * row + 2);
    // Not `x > reach`, which NaN passes.
    if (!(Math.abs(x) <= reach && Math.abs(y) <= reach))
      throw new Error(`point ${row + 1} is at (${x}, ${y}); scale the points to lie within ±${reach}`);
    if (label !== 0 && label !== 1)
      throw new Error(`the label of point ${row + 1} is ${label}; points have the label 0 or 1`);
    return { x, y, label };
  };
}

function drawingsFrom(numbers: Float32Array) {
  const size = drawingSide * drawingSide;
  return (label: number, row: number): OwnDrawing => {
    const pixels = numbers.slice(row * size, (row + 1) * size);
    if (!pixels.every((ink) => ink >= 0 && ink <= 1))
      throw new Error(`drawing ${row + 1} has pixels beyond 0 to 1; scale them`);
    if (!Number.isInteger(label) || label < 0 || label > 9)
      throw new Error(`the label of drawing ${row + 1} is ${label}; drawings have a digit, 0 to 9`);
    return { label, pixels };
  };
}
