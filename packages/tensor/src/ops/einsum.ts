import { DataError, ShapeError } from "@piecewise/spec";
import { requireTensor, type Tensor } from "../tensor.ts";
import { readEquation } from "./einsum-equation.ts";
import { matmul } from "./matmul.ts";
import { sum } from "./reduce.ts";
import { reshape } from "./reshape.ts";
import { broadcastTo, diagonal, transpose } from "./views.ts";

/**
 * Sums of products by Einstein's convention, as in NumPy and PyTorch. Each operand's axes are named by letters; what has
 * the same letter goes together, and what is not among the output's letters is summed. Without an arrow the output has the
 * letters that stand once, in the order of the alphabet. "..." stands for the axes that are not named; they broadcast. More than two
 * operands are multiplied from left to right.
 *
 * @example
 * const a = tensor([[1, 2], [3, 4]]);
 * await einsum("ij,jk->ik", a, a).array(); // [[7,10],[15,22]]
 * await einsum("ii->i", a).array(); // [1,4]
 */
export function einsum(equation: string, ...operands: Tensor[]): Tensor {
  if (operands.length === 0) throw new DataError("einsum", "needs at least one operand");
  for (const x of operands) requireTensor("einsum", x);
  const { inputs, output } = readEquation(equation, operands);
  const factors = operands.map((x, i) => withoutRepeats({ x, axes: inputs[i] }));
  const product = factors.reduce((a, b, i) => {
    const later = new Set([...output, ...factors.slice(i + 1).flatMap(({ axes }) => axes)]);
    return contract(a, b, later);
  });
  const { x, axes } = summed(product, new Set(output));
  return inOrder(x, axes, output);
}

/** A tensor whose axes have names. */
interface Named {
  readonly x: Tensor;
  readonly axes: readonly string[];
}

/** An axis that is named twice stands for the diagonal. */
function withoutRepeats({ x, axes }: Named): Named {
  const second = axes.findIndex((axis, i) => axes.indexOf(axis) < i);
  if (second < 0) return { x, axes };
  const first = axes.indexOf(axes[second]);
  if (x.shape[first] !== x.shape[second])
    throw new ShapeError(
      "einsum",
      `${axes[second]} has sizes ${x.shape[first]} and ${x.shape[second]}`,
      x.shape,
    );
  const others = axes.map((_, i) => i).filter((i) => i !== first && i !== second);
  const line = diagonal(transpose(x, [...others, first, second]));
  return withoutRepeats({ x: line, axes: [...others.map((i) => axes[i]), axes[first]] });
}

/** The product of two, summed over the axes that nobody needs later. */
function contract(left: Named, right: Named, later: ReadonlySet<string>): Named {
  const [a, b] = [
    summed(left, new Set([...later, ...right.axes])),
    summed(right, new Set([...later, ...left.axes])),
  ];
  const shared = a.axes.filter((axis) => b.axes.includes(axis));
  const [kept, inner] = [shared.filter((axis) => later.has(axis)), shared.filter((axis) => !later.has(axis))];
  const only = ({ axes }: Named) => axes.filter((axis) => !shared.includes(axis));
  const sizes = sharedSizes(a, b, shared);
  const rows = only(a);
  const columns = only(b);
  const sizeOf = ({ x, axes }: Named, axis: string) => sizes.get(axis) ?? x.shape[axes.indexOf(axis)];
  const [m, n] = [rows.map((axis) => sizeOf(a, axis)), columns.map((axis) => sizeOf(b, axis))];
  const [batch, k] = [kept.map((axis) => sizeOf(a, axis)), inner.map((axis) => sizeOf(a, axis))];
  const matrices = (t: Named, order: string[], shape: readonly number[][]) =>
    reshape(broadcastTo(inOrder(t.x, t.axes, order), shape.flat()), shape.map(count));
  const product = matmul(
    matrices(a, [...kept, ...rows, ...inner], [batch, m, k]),
    matrices(b, [...kept, ...inner, ...columns], [batch, k, n]),
    {},
  );
  return { x: reshape(product, [...batch, ...m, ...n]), axes: [...kept, ...rows, ...columns] };
}

const count = (sizes: readonly number[]) => sizes.reduce((product, size) => product * size, 1);

/** The sizes of axes that two operands share; an axis of size 1 repeats. */
function sharedSizes(a: Named, b: Named, shared: readonly string[]): Map<string, number> {
  return new Map(
    shared.map((axis) => {
      const [p, q] = [a.x.shape[a.axes.indexOf(axis)], b.x.shape[b.axes.indexOf(axis)]];
      if (p === q || q === 1) return [axis, p];
      if (p === 1) return [axis, q];
      const name = axis.startsWith("-") ? `axis ${axis} of ...` : axis;
      throw new ShapeError("einsum", `${name} has sizes ${p} and ${q}`, a.x.shape, b.x.shape);
    }),
  );
}

/** The sum over all axes but those that are needed. */
function summed({ x, axes }: Named, needed: ReadonlySet<string>): Named {
  const over = axes.flatMap((axis, i) => (needed.has(axis) ? [] : [i]));
  if (over.length === 0) return { x, axes };
  return { x: sum(x, { axis: over }), axes: axes.filter((axis) => needed.has(axis)) };
}

function inOrder(x: Tensor, axes: readonly string[], order: readonly string[]): Tensor {
  if (axes.every((axis, i) => axis === order[i])) return x;
  return transpose(
    x,
    order.map((axis) => axes.indexOf(axis)),
  );
}
