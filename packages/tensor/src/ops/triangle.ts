import { ShapeError } from "@piecewise/spec";
import { arange } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { sub, where } from "./arithmetic.ts";
import { greaterEqual, lessEqual, logicalAnd } from "./comparison.ts";
import { reshape } from "./reshape.ts";

/** Which diagonal is the edge: 0 the main one, positive numbers above it. */
export interface DiagonalOption {
  readonly offset?: number;
}

/** The lower triangle of the last two axes; zeros above the diagonal. */
export function tril(x: Tensor, { offset = 0 }: DiagonalOption = {}): Tensor {
  return keep(x, lessEqual(columnMinusRow("tril", x), offset));
}

/** The upper triangle of the last two axes; zeros below the diagonal. */
export function triu(x: Tensor, { offset = 0 }: DiagonalOption = {}): Tensor {
  return keep(x, greaterEqual(columnMinusRow("triu", x), offset));
}

function keep(x: Tensor, chosen: Tensor): Tensor {
  return x.dtype === "bool" ? logicalAnd(chosen, x) : where(chosen, x, 0);
}

function columnMinusRow(operation: string, x: Tensor): Tensor {
  if (x.rank < 2) throw new ShapeError(operation, "needs at least two axes", x.shape);
  const [rows, columns] = [x.shape.at(-2)!, x.shape.at(-1)!];
  return sub(arange(0, columns, { dtype: "int32" }), reshape(arange(0, rows, { dtype: "int32" }), [rows, 1]));
}
