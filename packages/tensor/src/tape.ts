import { GradientError, ShapeError, type Shape } from "@piecewise/spec";
import { sameShape } from "./broadcast.ts";
import { full } from "./create.ts";
import { scope } from "./memory.ts";
import { add } from "./ops/arithmetic.ts";
import { cast } from "./ops/cast.ts";
import { reshape } from "./ops/reshape.ts";
import { sum } from "./ops/reduce.ts";
import { isTracking, noGrad } from "./run.ts";
import { lostOrigins, requireTensor, type Tensor } from "./tensor.ts";

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

  /** The parameters that the loss depends on. */
  leaves(): Iterable<Tensor> {
    return this.#byLeaf.keys();
  }

  [Symbol.iterator](): Iterator<Tensor> {
    return this.#byLeaf.values();
  }

  /** Gradients with respect to the same parameters, each made from the one there is: clipped, scaled, with noise. */
  map(change: (gradient: Tensor, leaf: Tensor) => Tensor): Gradients {
    const changed = [...this.#byLeaf].map(([leaf, gradient]) => [leaf, change(gradient, leaf)] as const);
    return new Gradients(new Map(changed));
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
  requireScalar("backward", loss);
  if (!loss.tracked) throw new GradientError("backward", untracked);
  const nodes = newestFirst(loss);
  const gradients = noGrad(() => walkBack("backward", loss, nodes));
  if (options.keepTape !== true)
    for (const node of nodes) if (node.origin !== undefined) node.origin = lostOrigins.usedUp;
  return new Gradients(gradients);
}

/**
 * The gradient of `loss` with respect to one tensor it was computed from, if it depends on it. It can be differentiated
 * again when the loss also depends on something else that is tracked, or the tensor came from something that is. Then, and
 * with `keepTape`, the record stays for another gradient.
 */
export function gradientWithin(
  operation: string,
  loss: Tensor,
  target: Tensor,
  { keepTape = false }: { readonly keepTape?: boolean } = {},
): Tensor | undefined {
  requireScalar(operation, loss);
  const nodes = newestFirst(loss, target);
  const walk = () => walkBack(operation, loss, nodes, target).get(target);
  if (isTracking() && nodes.some((node) => wantsGradient(node, target))) return walk();
  const gradient = noGrad(walk);
  // What is older than the target belongs to someone else's tape.
  if (!keepTape) for (const node of nodes) if (node.id >= target.id) node.origin = undefined;
  return gradient;
}

/** Whether someone else may differentiate on: a parameter, the argument of an outer `grad`, or what the target came from. */
function wantsGradient(node: Tensor, target: Tensor): boolean {
  const { origin } = node;
  const hasMoreBehind = origin?.inputs.some((x) => x.tracked) === true;
  return node === target ? hasMoreBehind : !hasMoreBehind && origin?.lost === undefined;
}

/** All tracked tensors that `loss` depends on, itself included; the walk stops at the target. */
function newestFirst(loss: Tensor, target?: Tensor): Tensor[] {
  const seen = new Set<Tensor>();
  const stack = [loss];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (seen.has(node) || !node.tracked) continue;
    seen.add(node);
    if (node.origin !== undefined && node !== target) stack.push(...node.origin.inputs);
  }
  return [...seen].sort((a, b) => b.id - a.id);
}

/** The gradients with respect to the target, or to all leaves. */
function walkBack(
  operation: string,
  loss: Tensor,
  nodes: readonly Tensor[],
  target?: Tensor,
): Map<Tensor, Tensor> {
  const wanted = wantedAmong(operation, nodes, target);
  const leaves = new Map<Tensor, Tensor>();
  if (!wanted.has(loss)) return leaves;
  const seed = full(loss.shape, 1, { dtype: loss.dtype });
  const pending = new Pending(seed);
  pending.add(loss, seed);
  for (const node of nodes) {
    const gradient = pending.get(node);
    if (gradient === undefined) continue;
    if (node.origin === undefined || node === target) {
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
    const contribution = () => fit(operation, rule(gradient), x);
    // What a differentiable gradient was computed from belongs to its tape; otherwise it can go at once.
    pending.add(x, isTracking() ? contribution() : scope(contribution));
  });
}

/** The nodes with the target (or, without one, any leaf) behind them. */
function wantedAmong(operation: string, nodes: readonly Tensor[], target?: Tensor): Set<Tensor> {
  const wanted = new Set<Tensor>();
  for (const node of nodes.toReversed()) {
    const { origin } = node;
    // The target may have been behind it, unless it is older than that.
    if (origin?.lost !== undefined && node.id > (target?.id ?? -1))
      throw new GradientError(operation, origin.lost);
    const isLeaf = target === undefined ? origin === undefined : node === target;
    if (isLeaf || origin?.inputs.some((x) => wanted.has(x))) wanted.add(node);
  }
  return wanted;
}

/** Gradients on their way, summed where paths meet, and freed once nobody needs them. */
class Pending {
  readonly #gradients = new Map<Tensor, Tensor>();
  readonly #holders = new Map<Tensor, number>();
  readonly #first: Tensor;

  /** `first` is the oldest gradient: a custom rule may hand back an older tensor, which is not ours to free. */
  constructor(first: Tensor) {
    this.#first = first;
  }

  get(node: Tensor): Tensor | undefined {
    return this.#gradients.get(node);
  }

  add(node: Tensor, gradient: Tensor): void {
    const before = this.#gradients.get(node);
    this.#set(node, before === undefined ? gradient : add(before, gradient));
    if (before === undefined) return;
    this.#release(before);
    if (!this.#holders.has(gradient)) this.#free(gradient);
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
    this.#free(gradient);
  }

  #free(gradient: Tensor): void {
    if (!isTracking() && gradient.id >= this.#first.id) gradient.dispose();
  }
}

/** Undoes broadcasting and mixed dtypes: the gradient of an input has the input's shape and dtype. */
function fit(operation: string, gradient: Tensor, x: Tensor): Tensor {
  const cut = sameShape(gradient.shape, x.shape) ? gradient : sumTo(operation, gradient, x.shape);
  return cut.dtype === x.dtype ? cut : cast(cut, x.dtype);
}

function sumTo(operation: string, gradient: Tensor, shape: Shape): Tensor {
  const added = gradient.rank - shape.length;
  const fits = added >= 0 && shape.every((size, axis) => size === 1 || size === gradient.shape[axis + added]);
  if (!fits)
    throw new ShapeError(
      operation,
      "the gradient rule's result does not fit the input",
      gradient.shape,
      shape,
    );
  const repeated = gradient.shape.flatMap((size, axis) =>
    axis < added || (shape[axis - added] === 1 && size !== 1) ? [axis] : [],
  );
  return reshape(sum(gradient, { axis: repeated, keepDims: true }), shape);
}

function requireScalar(operation: string, loss: Tensor): void {
  if (requireTensor(operation, loss).size === 1) return;
  throw new GradientError(
    operation,
    `needs a single number, got ${String(loss)}; take the sum or the mean first`,
  );
}

const untracked =
  "the loss depends on no parameter, or was made under noGrad; make weights with parameter(), trainable";
const changed = (operation: string) =>
  `a parameter that ${operation} read has changed since; call backward before the optimizer's step`;
