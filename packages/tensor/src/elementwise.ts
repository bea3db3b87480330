import {
  derivative,
  formula,
  input,
  parts,
  replace,
  scalar,
  scalarValues,
  scale,
} from "@piecewise/expressions";
import type { Expression, Formula } from "@piecewise/expressions";
import { DataError, DTypeError, type DType, type Shape } from "@piecewise/spec";
import { broadcastShapes, walkOver } from "./broadcast.ts";
import { isFloat, isFraction, numbersOf, promotionOf, type Numbers, type Promotion } from "./promotion.ts";
import { run, view } from "./run.ts";
import { requireTensor, type Tensor } from "./tensor.ts";

/** A tensor, or a number that stands at every place. */
export type Operand = Tensor | number;

/** Options of an elementwise operation: numbers that are the same for all elements. */
export type Settings = Readonly<Record<string, number>>;

/** An elementwise operation on one tensor keeps its shape. */
export interface Unary<Options extends Settings = Record<never, number>> {
  <S extends Shape>(x: Tensor<S>, options?: Partial<Options>): Tensor<S>;
  readonly elementwise: Elementwise;
}
/** An elementwise operation on two tensors, broadcast to one shape. */
export interface Binary {
  (a: Operand, b: Operand): Tensor;
  readonly elementwise: Elementwise;
}
/** An elementwise operation on three tensors, broadcast to one shape. */
export interface Ternary {
  (a: Operand, b: Operand, c: Operand): Tensor;
  readonly elementwise: Elementwise;
}

/** What an elementwise operation is made of: its name, its formula, and the values its options have by default. */
export interface Elementwise {
  readonly name: string;
  readonly expression: Expression;
  readonly inputs: number;
  readonly defaults: Settings;
}

/** Writes a formula with one, two or three inputs. */
export type Build = (...inputs: Expression[]) => Expression;

/** The operation a formula makes, by how many inputs it has. */
export type OperationOf<F extends Build> = Parameters<F>["length"] extends 1
  ? Unary
  : Parameters<F>["length"] extends 2
    ? Binary
    : Ternary;

type Scalars<Options> = { readonly [Name in keyof Options]: Expression };

/**
 * Makes an operation from a formula. Its value, its gradient of any order and one fused loop on every backend follow
 * from it. Options become scalars of the formula: changing one makes no new loop.
 *
 * @example
 * const scaledTanh = elementwise("scaledTanh", (x, { scale }) => x.times(scale).tanh(), { scale: 2 });
 * await scaledTanh(tensor([0, 0.5])).array(); // [0, 0.761594]
 */
export function elementwise<F extends Build>(name: string, build: F): OperationOf<F>;
export function elementwise<Options extends Settings>(
  name: string,
  build: (x: Expression, options: Scalars<Options>) => Expression,
  defaults: Options,
): Unary<Options>;
export function elementwise(
  name: string,
  build: (...args: never[]) => Expression,
  defaults: Settings = {},
): Unary | Binary | Ternary {
  const names = Object.keys(defaults);
  const inputs = build.length - (names.length > 0 ? 1 : 0);
  const options = Object.fromEntries(names.map((option, i) => [option, scalar(i)]));
  const args = [
    ...Array.from({ length: inputs }, (_, i) => input(i)),
    ...(names.length > 0 ? [options] : []),
  ];
  const expression = build(...(args as never[]));
  const loop = new Loop(name, expression, inputs, names.length);
  const operation = (...operands: unknown[]) => {
    const settings =
      names.length > 0 ? readOptions(name, defaults, operands[inputs] as Settings | undefined) : [];
    return applyToOperands(loop, operands.slice(0, inputs) as Operand[], settings);
  };
  Object.defineProperty(operation, "name", { value: name });
  const made = { name, expression, inputs, defaults };
  loops.set(made, loop);
  return Object.assign(operation, { elementwise: made });
}

/** The loops behind operations. */
const loops = new WeakMap<Elementwise, Loop>();

/** An operation on one tensor whose slope can be computed from its result: f′(f(x)) = f′(x), or f′ is written with f. */
export interface SlopeFromOutput {
  <S extends Shape>(x: Tensor<S>): Tensor<S>;
  readonly elementwise: Elementwise;
  readonly slopeFromOutput: true;
}

/** An elementwise operation as the last step of a kernel, which never stores the numbers before that step. */
export interface LastStep {
  readonly activation: { readonly formula: Formula; readonly scalars: readonly number[] };
  /** The result, from the tensor that holds it already, though it is recorded as what came before. */
  readonly after: (before: Tensor) => Tensor;
}

/** The last step that an operation makes, its options at their defaults. */
export function lastStep(operation: string, activation: SlopeFromOutput, dtype: DType): LastStep {
  const { elementwise } = activation;
  if (activation.slopeFromOutput !== true || elementwise === undefined)
    throw new DataError(
      operation,
      `activation must be one whose slope follows from its result, such as relu, got ${activation.name || "a function without a name"}; apply it to the result instead`,
    );
  const loop = loops.get(elementwise)!;
  const settings = Object.values(elementwise.defaults);
  const values = scalarValues(loop.formula, settings);
  const scalars = dtype === "float32" ? values.map(Math.fround) : values;
  const after = (before: Tensor) => {
    const { loop: gradient, read } = loop.gradient(0);
    const y: Tensor = view(loop.name, before, before.shape, (g) =>
      applyLoop(
        gradient,
        read.map((from) => [y, y, g][from]),
        settings,
        "none",
      ),
    );
    return y;
  };
  return { activation: { formula: loop.formula, scalars }, after };
}

function readOptions(name: string, defaults: Settings, given: Settings = {}): number[] {
  for (const [option, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaults, option))
      throw new DataError(name, `has no option ${option}, only ${Object.keys(defaults).join(", ")}`);
    if (typeof value !== "number")
      throw new DataError(name, `option ${option} must be a number, got ${String(value)}`);
  }
  return Object.entries(defaults).map(([option, value]) => given[option] ?? value);
}

/** An elementwise loop, with the loops of its gradients, each made when it is first needed. */
class Loop {
  readonly name: string;
  readonly expression: Expression;
  readonly inputs: number;
  readonly scalars: number;
  #formula: Formula | undefined;
  #resultDType: Promotion | undefined;
  #gradients: (GradientLoop | undefined)[] = [];
  #withNumbers = new Map<string, Loop>();

  constructor(name: string, expression: Expression, inputs: number, scalars: number) {
    this.name = name;
    this.expression = expression;
    this.inputs = inputs;
    this.scalars = scalars;
  }

  /** Made when it is first needed: a program uses few of the operations it imports. */
  get formula(): Formula {
    return (this.#formula ??= formula([this.expression], this.inputs));
  }

  get resultDType(): Promotion {
    return (this.#resultDType ??= promotionOf(this.name, this.expression));
  }

  /** The loop that turns the gradient of the output into the gradient of input `index`. */
  gradient(index: number): GradientLoop {
    return (this.#gradients[index] ??= this.#makeGradient(index));
  }

  // It may read the inputs, the output (cheaper than computing it again) and the output's gradient; it lists those it does.
  #makeGradient(index: number): GradientLoop {
    const [output, upstream] = [input(this.inputs), input(this.inputs + 1)];
    const full = scale(upstream, derivative(this.expression, input(index)));
    const known = new Map(this.expression.args.length > 0 ? [[this.expression, output]] : []);
    const [expression] = replace([full], known);
    const used = parts([expression]).flatMap((e) => (e.kind === "input" ? [e.value] : []));
    const read = used.length > 0 ? used : [this.inputs + 1]; // A step's gradient is 0, in the shape of the output's.
    const [renumbered] = replace([expression], new Map(read.map((from, to) => [input(from), input(to)])));
    return { read, loop: new Loop(`${this.name}, gradient`, renumbered, read.length, this.scalars) };
  }

  /** The same loop with some inputs as scalars, after the scalars it has. */
  withNumbers(isNumber: readonly boolean[]): Loop {
    const key = isNumber.join();
    const known = this.#withNumbers.get(key);
    if (known !== undefined) return known;
    let [tensors, scalars] = [0, this.scalars];
    const places = isNumber.map(
      (number, i) => [input(i), number ? scalar(scalars++) : input(tensors++)] as const,
    );
    const [expression] = replace([this.expression], new Map(places));
    const loop = new Loop(this.name, expression, tensors, scalars);
    this.#withNumbers.set(key, loop);
    return loop;
  }
}

interface GradientLoop {
  readonly loop: Loop;
  /** Which of the inputs, the output and the output's gradient the loop reads. */
  readonly read: readonly number[];
}

function applyToOperands(loop: Loop, operands: readonly Operand[], settings: readonly number[]): Tensor {
  if (operands.length < loop.inputs)
    throw new DTypeError(loop.name, `needs ${loop.inputs} operands, got ${operands.length}`);
  const numbers = operands.filter((x) => typeof x === "number");
  const kind = settings.some(isFraction) ? "fractions" : numbersOf(numbers);
  if (numbers.length === 0) return applyLoop(loop, operands as Tensor[], settings, kind);
  const tensors = operands.filter((x) => typeof x !== "number");
  if (tensors.length === 0)
    throw new DTypeError(loop.name, "needs a tensor among its operands; wrap a number with tensor()");
  const mixed = loop.withNumbers(operands.map((x) => typeof x === "number"));
  return applyLoop(mixed, tensors, [...settings, ...numbers], kind);
}

function applyLoop(
  loop: Loop,
  inputs: readonly Tensor[],
  scalars: readonly number[],
  numbers: Numbers,
): Tensor {
  for (const x of inputs) requireTensor(loop.name, x);
  const shapes = inputs.map((x) => x.shape);
  const dtypes = inputs.map((x) => x.dtype);
  const shape = broadcastShapes(loop.name, shapes);
  const dtype = loop.resultDType(dtypes, scalars, numbers);
  const values = scalarValues(loop.formula, scalars);
  // As PyTorch has it, 0.1 meets float32 numbers as float32: equal(tensor([0.1]), 0.1) is true.
  const inFloat32 = !dtypes.includes("float64") && (dtypes.includes("float32") || numbers === "fractions");
  const rule = (index: number) => (g: Tensor) => {
    const { loop: gradient, read } = loop.gradient(index);
    const isPassedOn = gradient.expression === input(0) && read[0] === loop.inputs + 1;
    if (isPassedOn) return g;
    const operands = [...inputs, y, g];
    const needed = read.map((from) => operands[from]);
    return applyLoop(gradient, needed, scalars, "none");
  };
  const y: Tensor = run({
    kernel: "map",
    name: loop.name,
    inputs,
    shape,
    dtype,
    attributes: {
      formula: loop.formula,
      scalars: inFloat32 ? values.map(Math.fround) : values,
      ...walkOver(shape, shapes),
    },
    ...(isFloat(dtype) ? { grads: inputs.map((_, i) => rule(i)) } : {}),
  });
  return y;
}
