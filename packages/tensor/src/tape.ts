import { GradientError } from "@piecewise/spec";
import { sameShape } from "./broadcast.ts";
import { full } from "./create.ts";
import { scope } from "./memory.ts";
import { add } from "./ops/arithmetic.ts";
import { cast } from "./ops/cast.ts";
import { reshape } from "./ops/reshape.ts";
import { sum } from "./ops/reduce.ts";
import { isTracking, noGrad } from "./run.ts";
import type { Tensor } from "./tensor.ts";

/** The gradients of one number with respect to the parameters it depends on. */
export class Gradients implements Iterable<Tensor> {
  readonly #byLeaf: ReadonlyMap<Tensor, Tensor>;

  constructor(byLeaf: ReadonlyMap<Tensor, Tensor>) {
    this.#byLeaf = byLeaf;
  }

  /** Whether the loss depends on this parameter. */
  has(leaf: Tensor): boolean {
    return this.#byLeaf.has(leaf);
  }

  /** The gradient with respect to a parameter, in its shape. */
  of(leaf: Tensor): Tensor {
    const gradient = this.#byLeaf.get(leaf);
    if (gradient === undefined)
      throw new GradientError("gradients.of", `the loss does not depend on ${String(leaf)}`);
    return gradient;
  }

  [Symbol.iterator](): Iterator<Tensor> {
    return this.#byLeaf.values();
  }
}

/**
 * The gradients of `loss`, a single number, with respect to every parameter it depends on. The record of how the loss
 * came about is dropped on the way; `keepTape: true` keeps it for another `backward`.
 *
 * @example
 * const w = parameter([2, 3]);
 * const gradients = backward(sum(mul(w, w)));
 * await gradients.of(w).array(); // [4, 6]
 */
export function backward(loss: Tensor, options: { readonly keepTape?: boolean } = {}): Gradients {
  const nodes = newestFirst(loss, new Set());
  const gradients = noGrad(() => walkBack("backward", loss, nodes, new Set()));
  if (options.keepTape !== true) for (const node of nodes) node.origin = undefined;
  return new Gradients(gradients);
}

/**
 * The gradient of `loss` with respect to one tensor it was computed from. It can be differentiated again when the loss
 * also depends on something else that is tracked, or the tensor came from something that is.
 */
export function gradientWithin(operation: string, loss: Tensor, target: Tensor): Tensor | undefined {
  const targets = new Set([target]);
  const nodes = newestFirst(loss, targets);
  const isTracked = (node: Tensor) =>
    node === target ? node.origin!.inputs.some((x) => x.tracked) : node.origin === undefined;
  const walk = () => walkBack(operation, loss, nodes, targets).get(target);
  if (isTracking() && nodes.some(isTracked)) return walk();
  const gradient = noGrad(walk);
  for (const node of nodes) node.origin = undefined;
  return gradient;
}

/** All tracked tensors that `loss` depends on, itself included; those the walk stops at have nothing older behind them. */
function newestFirst(loss: Tensor, stopAt: ReadonlySet<Tensor>): Tensor[] {
  const seen = new Set<Tensor>();
  const stack = [loss];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen.has(node) || !node.tracked) continue;
    seen.add(node);
    if (node.origin !== undefined && !stopAt.has(node)) stack.push(...node.origin.inputs);
  }
  return [...seen].sort((a, b) => b.id - a.id);
}

function walkBack(
  operation: string,
  loss: Tensor,
  nodes: readonly Tensor[],
  targets: ReadonlySet<Tensor>,
): Map<Tensor, Tensor> {
  check(operation, loss);
  const wanted = wantedAmong(nodes, targets);
  const pending = new Pending();
  const leaves = new Map<Tensor, Tensor>();
  if (wanted.has(loss)) pending.add(loss, full(loss.shape, 1, { dtype: loss.dtype }));
  for (const node of nodes) {
    const gradient = pending.get(node);
    if (gradient === undefined) continue;
    if (node.origin === undefined || targets.has(node)) {
      leaves.set(node, gradient);
      continue;
    }
    passBack(node, gradient, wanted, pending);
    pending.drop(node);
  }
  return leaves;
}

/** Runs the rules of one node's wanted inputs. */
function passBack(node: Tensor, gradient: Tensor, wanted: ReadonlySet<Tensor>, pending: Pending): void {
  const { operation, inputs, grads, versions } = node.origin!;
  inputs.forEach((x, i) => {
    const rule = grads[i];
    if (rule === undefined || !wanted.has(x)) return;
    if (inputs.some((read, j) => read.version !== versions[j]))
      throw new GradientError("backward", changed(operation));
    const contribution = () => fit(rule(gradient), x);
    // What a differentiable gradient was computed from belongs to its tape; otherwise it can go at once.
    pending.add(x, isTracking() ? contribution() : scope(contribution));
  });
}

/** The nodes with a target (or, without targets, any leaf) behind them. */
function wantedAmong(nodes: readonly Tensor[], targets: ReadonlySet<Tensor>): Set<Tensor> {
  const wanted = new Set<Tensor>();
  for (const node of nodes.toReversed()) {
    const isTarget = targets.size > 0 ? targets.has(node) : node.origin === undefined;
    if (isTarget || node.origin?.inputs.some((x) => wanted.has(x))) wanted.add(node);
  }
  return wanted;
}

/** Gradients on their way, summed where paths meet, and freed once nobody needs them. */
class Pending {
  readonly #gradients = new Map<Tensor, Tensor>();
  readonly #holders = new Map<Tensor, number>();

  get(node: Tensor): Tensor | undefined {
    return this.#gradients.get(node);
  }

  add(node: Tensor, gradient: Tensor): void {
    const before = this.#gradients.get(node);
    this.#set(node, before === undefined ? gradient : add(before, gradient));
    if (before === undefined) return;
    this.#release(before);
    if (!this.#holders.has(gradient)) free(gradient);
  }

  drop(node: Tensor): void {
    this.#release(this.#gradients.get(node)!);
    this.#gradients.delete(node);
  }

  #set(node: Tensor, gradient: Tensor): void {
    this.#gradients.set(node, gradient);
    this.#holders.set(gradient, (this.#holders.get(gradient) ?? 0) + 1);
  }

  #release(gradient: Tensor): void {
    const holders = this.#holders.get(gradient)! - 1;
    this.#holders.set(gradient, holders);
    if (holders > 0) return;
    this.#holders.delete(gradient);
    free(gradient);
  }
}

function free(gradient: Tensor): void {
  if (!isTracking()) gradient.dispose();
}

/** Undoes broadcasting and mixed dtypes: the gradient of an input has the input's shape and dtype. */
function fit(gradient: Tensor, x: Tensor): Tensor {
  const cut = sameShape(gradient.shape, x.shape) ? gradient : sumTo(gradient, x.shape);
  return cut.dtype === x.dtype ? cut : cast(cut, x.dtype);
}

function sumTo(gradient: Tensor, shape: Tensor["shape"]): Tensor {
  const added = gradient.rank - shape.length;
  const repeated = gradient.shape.flatMap((size, axis) =>
    axis < added || (shape[axis - added] === 1 && size !== 1) ? [axis] : [],
  );
  return reshape(sum(gradient, { axis: repeated, keepDims: true }), shape);
}

function check(operation: string, loss: Tensor): void {
  if (loss.size !== 1) throw new GradientError(operation, notScalar(loss));
  if (!loss.tracked) throw new GradientError(operation, untracked);
}

const notScalar = (loss: Tensor) =>
  `needs a single number, got ${String(loss)}; take the sum or the mean first`;
const untracked =
  "the loss depends on no parameter, was made under noGrad, or its tape was used up by an earlier backward (keepTape keeps it)";
const changed = (operation: string) =>
  `a parameter that ${operation} read has changed since; call backward before the optimizer's step`;
