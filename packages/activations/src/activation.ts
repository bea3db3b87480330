import { derivative, evaluate, input, scalar, type Expression } from "@piecewise/expressions";
import { elementwise, type Settings, type SlopeFromOutput, type Unary } from "@piecewise/tensor";
import { gainOf } from "./gain.ts";
import { saturationOf, type Saturation } from "./saturation.ts";

/** What an author says about an activation; all else follows from the formula. */
export interface Facts {
  /** The smallest and largest value it takes or comes close to. */
  readonly range: readonly [number, number];
  /** Where it has no derivative. */
  readonly kinks?: readonly number[];
  /** The gain of an initialiser before it; √(1 / E[f(z)²]) for normally distributed z unless given. */
  readonly gain?: number;
  /** Its slope can be computed from its result: f′(f(x)) = f′(x), or f′ is written with f. Layers may then fuse it. */
  readonly slopeFromOutput?: true;
  /** Larger numbers never become smaller ones, and where different numbers become equal the slope is 0. */
  readonly keepsOrder?: true;
  /** The initialiser that goes with it in a hidden layer. */
  readonly hidden?: "kaimingNormal" | "xavierNormal" | "lecunNormal";
  /** The kind of answer it gives in an output layer, and the loss that goes with it. */
  readonly output?: { readonly task: string; readonly loss: string };
}

/** What is known about an activation function; of one with options, at their defaults. `formulaText` writes its formula. */
export interface ActivationFacts
  extends Required<Pick<Facts, "range" | "gain">>, Pick<Facts, "hidden" | "output"> {
  readonly name: string;
  /** Where it is not differentiable, and the derivative that we return there. */
  readonly kinks: readonly { readonly at: number; readonly derivative: number }[];
  /** Beyond which inputs it is almost flat (|f′| < 0.01), if anywhere. */
  readonly saturation: Saturation;
}

/** An activation function: an operation on one tensor that knows about itself. */
export type Activation<Options extends Settings = Record<never, number>> = Unary<Options> & {
  readonly facts: ActivationFacts;
  /** f′ as an operation of its own. */
  readonly derivative: Unary<Options>;
  /** Set where the slope can be computed from the result, so that a layer before it may compute both in one kernel. */
  readonly slopeFromOutput?: true;
  /** Set where the largest number stays the largest, so that a max pooling behind it may come before it. */
  readonly keepsOrder?: true;
};

/**
 * Makes an activation from its formula. Its gradient of any order, one fused loop on every backend, its printed form, its
 * saturation and its gain follow from that line.
 */
export function activation(
  name: string,
  build: (x: Expression) => Expression,
  facts: Facts & { readonly slopeFromOutput: true },
): Activation & SlopeFromOutput;
export function activation(name: string, build: (x: Expression) => Expression, facts: Facts): Activation;
export function activation<Options extends Settings>(
  name: string,
  build: (x: Expression, options: { readonly [Name in keyof Options]: Expression }) => Expression,
  facts: Facts,
  defaults: Options,
): Activation<Options>;
export function activation(
  name: string,
  build: (x: Expression, options: Record<string, Expression>) => Expression,
  facts: Facts,
  defaults: Settings = {},
): Activation<Settings> {
  const names = Object.keys(defaults);
  const options = Object.fromEntries(names.map((option, i) => [option, scalar(i)]));
  const f = build(input(0), options);
  const values = Object.values(defaults);
  const at = (of: Expression) => (x: number) => evaluate(of, [x], values);
  const make = (label: string, body: (x: Expression, o: Record<string, Expression>) => Expression) =>
    names.length > 0 ? elementwise(label, body, defaults) : elementwise(label, (x) => body(x, {}));
  const slope = () => derivative(f, input(0));
  const operation = make(name, build);
  const slopeOperation = make(`${name}′`, (x, o) => derivative(build(x, o), x));
  const known = {
    name,
    range: facts.range,
    ...(facts.hidden === undefined ? {} : { hidden: facts.hidden }),
    ...(facts.output === undefined ? {} : { output: facts.output }),
    // What follows is found out when somebody asks: a program starts sooner.
    get kinks() {
      return (facts.kinks ?? []).map((kink) => ({ at: kink, derivative: at(slope())(kink) }));
    },
    get gain() {
      return facts.gain ?? gainOf(at(f));
    },
    get saturation() {
      return saturationOf(at(slope()));
    },
  };
  return Object.assign(operation, {
    facts: known,
    derivative: slopeOperation,
    ...(facts.slopeFromOutput === undefined ? {} : { slopeFromOutput: facts.slopeFromOutput }),
    ...(facts.keepsOrder === undefined ? {} : { keepsOrder: facts.keepsOrder }),
  });
}
