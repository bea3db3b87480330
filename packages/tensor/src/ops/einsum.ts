import { DataError, ShapeError, sizeOf } from "@piecewise/spec";
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
  const sizes = sizesOf(factors);
  const product = factors.reduce((a, b, i) => {
    const later = [...output, ...factors.slice(i + 1).flatMap(({ axes }) => axes)];
    return contract(a, b, later, sizes);
  });
  return inOrder(summed(product, output), output);
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
  const [p, q] = [x.shape[first], x.shape[second]];
  if (p !== q) throw new ShapeError("einsum", `${axes[second]} has sizes ${p} and ${q}`, x.shape);
  const others = axes.map((_, i) => i).filter((i) => i !== first && i !== second);
  const line = diagonal(transpose(x, [...others, first, second]));
  return withoutRepeats({ x: line, axes: [...others.map((i) => axes[i]), axes[first]] });
}

/** The size of each axis; where it is 1 in one operand, that operand repeats. */
function sizesOf(factors: readonly Named[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { x, axes } of factors)
    axes.forEach((axis, i) => {
      const [known, size] = [sizes.get(axis) ?? 1, x.shape[i]];
      if (known !== 1 && size !== 1 && known !== size) {
        const name = axis.startsWith("-") ? `axis ${axis} of ...` : axis;
        const shapes = factors.map((factor) => factor.x.shape);
        throw new ShapeError("einsum", `${name} has sizes ${known} and ${size}`, ...shapes);
      }
      sizes.set(axis, known === 1 ? size : known);
    });
  return sizes;
}

/** The product of two, summed over the axes that are in neither the output nor a later operand. */
function contract(
  left: Named,
  right: Named,
  later: readonly string[],
  sizes: ReadonlyMap<string, number>,
): Named {
  const a = summed(left, [...later, ...right.axes]);
  const b = summed(right, [...later, ...left.axes]);
  const rows = a.axes.filter((axis) => !b.axes.includes(axis));
  const columns = b.axes.filter((axis) => !a.axes.includes(axis));
  const shared = a.axes.filter((axis) => b.axes.includes(axis));
  const batch = shared.filter((axis) => later.includes(axis));
  const inner = shared.filter((axis) => !later.includes(axis));
  const shapeOf = (axes: readonly string[]) => axes.map((axis) => sizes.get(axis)!);
  const matrices = (factor: Named, ...groups: string[][]) => {
    const full = broadcastTo(inOrder(factor, groups.flat()), shapeOf(groups.flat()));
    return reshape(full, groups.map((group) => sizeOf(shapeOf(group)))); // prettier-ignore
  };
  const product = matmul(matrices(a, batch, rows, inner), matrices(b, batch, inner, columns), {});
  const axes = [...batch, ...rows, ...columns];
  return { x: reshape(product, shapeOf(axes)), axes };
}

/** The sum over all axes but those that are needed. */
function summed({ x, axes }: Named, needed: readonly string[]): Named {
  const over = axes.flatMap((axis, i) => (needed.includes(axis) ? [] : [i]));
  if (over.length === 0) return { x, axes };
  return { x: sum(x, { axis: over }), axes: axes.filter((axis) => needed.includes(axis)) };
}

function inOrder({ x, axes }: Named, order: readonly string[]): Tensor {
  if (axes.every((axis, i) => axis === order[i])) return x;
  return transpose(
    x,
    order.map((axis) => axes.indexOf(axis)),
  );
}
