import {
  constant,
  derivative,
  formula,
  functionsIn,
  input,
  parts,
  replace,
  scalar,
  scale,
} from "@piecewise/expressions";
import { scalarValues, type Expression, type Formula, type ScalarFunction } from "@piecewise/expressions";
import { DataError, DTypeError, type DType, type Shape } from "@piecewise/spec";
import { broadcastShapes, walkOver } from "./broadcast.ts";
import { run } from "./run.ts";
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
  return Object.assign(operation, { elementwise: { name, expression, inputs, defaults } });
}

function readOptions(name: string, defaults: Settings, given: Settings = {}): number[] {
  for (const [option, value] of Object.entries(given)) {
    if (!(option in defaults))
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
  readonly formula: Formula;
  readonly result: "float" | "bool" | "same";
  #gradients: (GradientLoop | undefined)[] = [];
  #withNumbers = new Map<string, Loop>();

  constructor(name: string, expression: Expression, inputs: number, scalars: number) {
    this.name = name;
    this.expression = expression;
    this.inputs = inputs;
    this.scalars = scalars;
    this.formula = formula([expression], inputs);
    this.result = resultOf(expression);
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
  const numbers = operands.filter((x) => typeof x === "number");
  if (numbers.length === 0) return applyLoop(loop, operands as Tensor[], settings, false);
  const tensors = operands.filter((x) => typeof x !== "number");
  if (tensors.length === 0)
    throw new DTypeError(loop.name, "needs a tensor among its operands; wrap a number with tensor()");
  const mixed = loop.withNumbers(operands.map((x) => typeof x === "number"));
  return applyLoop(mixed, tensors, [...settings, ...numbers], !numbers.every(Number.isInteger));
}

function applyLoop(
  loop: Loop,
  inputs: readonly Tensor[],
  scalars: readonly number[],
  fractions: boolean,
): Tensor {
  for (const x of inputs) requireTensor(loop.name, x);
  const shape = broadcastShapes(
    loop.name,
    inputs.map((x) => x.shape),
  );
  const rule = (i: number) => (g: Tensor) => {
    const { loop: gradient, read } = loop.gradient(i);
    if (read.length === 1 && gradient.expression === input(0) && read[0] === loop.inputs + 1) return g;
    const operands = [...inputs, y, g];
    return applyLoop(
      gradient,
      read.map((from) => operands[from]),
      scalars,
      false,
    );
  };
  const y: Tensor = run({
    kernel: "map",
    name: loop.name,
    inputs,
    shape,
    dtype: resultDType(loop, inputs, fractions),
    attributes: {
      formula: loop.formula,
      scalars: scalarValues(loop.formula, scalars),
      ...walkOver(
        shape,
        inputs.map((x) => x.shape),
      ),
    },
    ...(loop.result === "bool" ? {} : { grads: inputs.map((_, i) => rule(i)) }),
  });
  return y;
}

/** PyTorch's rule: the widest of the inputs' dtypes; what is no integer arithmetic makes float32 of integers. */
function resultDType(loop: Loop, inputs: readonly Tensor[], fractions: boolean): DType {
  if (loop.result === "bool") return "bool";
  const widest = widestDType(inputs.map((x) => x.dtype));
  const isFloat = widest === "float32" || widest === "float64";
  if (widest === "bool" && loop.result === "same" && refusesBooleans(loop))
    throw new DTypeError(
      loop.name,
      "is not defined for bool; cast to int32 first, or use logicalNot or notEqual",
    );
  return !isFloat && (fractions || loop.result === "float") ? "float32" : widest;
}

function refusesBooleans({ expression }: Loop): boolean {
  return expression.kind === "subtract" || expression.kind === "negate";
}

const byWidth: readonly DType[] = ["bool", "int32", "float32", "float64"];

/** The dtype that can hold numbers of all of these. */
export function widestDType(dtypes: readonly DType[]): DType {
  return byWidth[Math.max(...dtypes.map((dtype) => byWidth.indexOf(dtype)))];
}

const keepsIntegers = new Set<ScalarFunction>([
  ...([
    "add",
    "subtract",
    "multiply",
    "remainder",
    "maximum",
    "minimum",
    "negate",
    "absolute",
    "sign",
  ] as const),
  ...(["floor", "round", "less", "lessEqual", "equal", "select"] as const),
]);

function resultOf(expression: Expression): Loop["result"] {
  if (isTruth(expression)) return "bool";
  return [...functionsIn([expression])].every((name) => keepsIntegers.has(name)) ? "same" : "float";
}

/** Whether an expression is a comparison, or comparisons joined by `and`, `or`, `not`. */
function isTruth(e: Expression): boolean {
  if (e.kind === "select") {
    const [, a, b] = e.args;
    const bit = (x: Expression) => x === constant(0) || x === constant(1);
    return (isTruth(a) && (isTruth(b) || bit(b))) || (bit(a) && isTruth(b));
  }
  return e.kind === "less" || e.kind === "lessEqual" || e.kind === "equal";
}
