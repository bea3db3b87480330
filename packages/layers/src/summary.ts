import { noGrad, scope, shapeText, zeros, type DType, type Shape, type Tensor } from "@piecewise/tensor";
import { isLayer, type Layer, type Stage } from "./layer.ts";

/** One line of a summary. */
export interface SummaryRow {
  readonly name: string;
  readonly kind: string;
  readonly outputShape: Shape;
  readonly parameters: number;
}

/** What a model takes, where it is not float32: int32 for indices. */
export interface SummaryOptions {
  readonly dtype?: DType;
}

/**
 * What a model is made of, as rows: each stage's name, kind, output shape for an input of the given shape, and number of
 * trainable parameters.
 */
export function summaryRows(model: Layer, inputShape: Shape, options: SummaryOptions = {}): SummaryRow[] {
  const rows: SummaryRow[] = [];
  const watched = watch(model, "", rows);
  scope(() => {
    noGrad(() => watched(zeros(inputShape, options)));
  });
  return rows;
}

/**
 * A table of a model's stages, output shapes and parameters, for an input of the given shape.
 *
 * @example
 * summary(sequential(linear(4, 2)), [1, 4]).split("\n")[1]; // "0      linear  [1, 2]          10"
 */
export function summary(model: Layer, inputShape: Shape, options: SummaryOptions = {}): string {
  const rows = summaryRows(model, inputShape, options);
  const total = count(model);
  const table = [
    ["layer", "kind", "output", "parameters"],
    ...rows.map((row) => [
      row.name,
      row.kind,
      shapeText(row.outputShape),
      row.parameters.toLocaleString("en"),
    ]),
    ["total", "", "", total.toLocaleString("en")],
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column].length)));
  const line = (row: readonly string[]) =>
    row.map((cell, c) => (c === 3 ? cell.padStart(widths[c]) : cell.padEnd(widths[c]))).join("  ");
  return table.map(line).join("\n");
}

function count(stage: Stage): number {
  return isLayer(stage) ? stage.parameters.reduce((sum, p) => sum + p.size, 0) : 0;
}

/** The same model, whose innermost stages note what they give. */
function watch(stage: Stage, name: string, rows: SummaryRow[]): (x: Tensor) => Tensor {
  if (isLayer(stage) && stage.kind === "sequential") {
    const inside = Object.entries(stage.inside).map(([key, part]) =>
      watch(part, name === "" ? key : `${name}.${key}`, rows),
    );
    return (x) => inside.reduce((y, part) => part(y), x);
  }
  return (x) => {
    const y = stage(x);
    const kind = isLayer(stage) ? stage.kind : stage.name || "function";
    rows.push({ name, kind, outputShape: y.shape, parameters: count(stage) });
    return y;
  };
}
