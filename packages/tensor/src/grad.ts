import { GradientError } from "@piecewise/spec";
import { full } from "./create.ts";
import { isTracking, noGrad, view, withTracking } from "./run.ts";
import { gradientWithin } from "./tape.ts";
import { requireFloat, requireTensor, Tensor } from "./tensor.ts";

/** A function of tensors whose result is differentiated. */
export type Differentiable<Args extends readonly Tensor[]> = (...args: Args) => Tensor;

/**
 * The derivative of a function that gives a single number, with respect to its argument number `argument`. Nest it for
 * higher derivatives.
 *
 * @example
 * const cube = (x: Tensor) => mul(x, mul(x, x));
 * await grad(cube)(tensor(2)).item(); // 12
 * await grad(grad(cube))(tensor(2)).item(); // 12
 */
export function grad<Args extends readonly Tensor[]>(
  f: Differentiable<Args>,
  argument = 0,
): Differentiable<Args> {
  const both = valueAndGrad(f, argument);
  return (...args) => both(...args).gradient;
}

/** As `grad`, together with the value. */
export function valueAndGrad<Args extends readonly Tensor[]>(
  f: Differentiable<Args>,
  argument = 0,
): (...args: Args) => { value: Tensor; gradient: Tensor } {
  return (...args) => {
    const { given, target, value } = trace("grad", f, args, argument);
    const gradient = gradientWithin("grad", value, target);
    return { value, gradient: gradient ?? full(given.shape, 0, { dtype: given.dtype }) };
  };
}

/** The value of a function, computed from a tracked copy of one of its arguments. */
export function trace<Args extends readonly Tensor[]>(
  operation: string,
  f: Differentiable<Args>,
  args: Args,
  argument: number,
): { given: Tensor; target: Tensor; value: Tensor } {
  if (args[argument] === undefined)
    throw new GradientError(operation, `there is no argument ${argument} among ${args.length}`);
  const given = requireTensor(operation, args[argument]);
  requireFloat(operation, given.dtype);
  const target = follow(given);
  const value = withTracking(true, () => f(...(args.with(argument, target) as unknown as Args)));
  return { given, target, value };
}

/** The same numbers as a tracked tensor of its own, connected to the given one. */
function follow(x: Tensor): Tensor {
  const origin = { operation: "argument", inputs: [x], versions: [x.version], grads: [(g: Tensor) => g] };
  return new Tensor(x.storage, x.shape, origin);
}

/** The same numbers, through which no gradient flows. */
export function stopGradient<T extends Tensor>(x: T): T {
  return view("stopGradient", x, x.shape) as T;
}

/** The gradient rule of one input: from the gradient of the output, the inputs and the output. */
export type CustomRule = (gradient: Tensor, inputs: readonly Tensor[], output: Tensor) => Tensor;

/**
 * A function with gradient rules of your own, one for each input. Rules written with operations can be differentiated
 * again.
 *
 * @example
 * // Rounds, but lets the gradient pass as if it did not.
 * const roundStraightThrough = customGradient((x) => round(x), [(g) => g]);
 * await grad((x) => sum(roundStraightThrough(x)))(tensor([0.4, 1.7])).array(); // [1, 1]
 */
export function customGradient(
  forward: (...inputs: Tensor[]) => Tensor,
  rules: readonly CustomRule[],
): (...inputs: Tensor[]) => Tensor {
  return (...inputs) => {
    if (inputs.length !== rules.length)
      throw new GradientError(
        "customGradient",
        `got ${inputs.length} inputs but ${rules.length} rules; give one each`,
      );
    const result = noGrad(() => forward(...inputs));
    if (!isTracking() || !inputs.some((x) => x.tracked)) return result;
    const output: Tensor = new Tensor(result.storage, result.shape, {
      operation: "customGradient",
      inputs,
      versions: inputs.map((x) => x.version),
      grads: rules.map((rule) => (g: Tensor) => rule(g, inputs, output)),
    });
    return output;
  };
}
