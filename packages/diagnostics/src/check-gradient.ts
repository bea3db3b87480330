import {
  backward,
  DTypeError,
  GradientError,
  noGrad,
  parameter,
  scope,
  sum,
  type Tensor,
} from "@piecewise/tensor";
import { mul, normal, seeded, tensor, zeros } from "@piecewise/tensor";

/** How exactly to compare. */
export interface CheckGradientOptions {
  /** Half the distance between the two points of a difference. */
  readonly step?: number;
  /** The largest error allowed, relative to the larger of 1 and the gradient. */
  readonly tolerance?: number;
}

/** The largest error found, and where. */
export interface GradientCheck {
  readonly largestError: number;
  readonly input: number;
  readonly element: number;
  readonly expected: number;
  readonly got: number;
}

/**
 * Compares the gradient of `f` with central differences, (f(x + h) − f(x − h)) / 2h, for every number of every input. The
 * inputs must be float64. An output of several numbers is weighed by fixed random numbers first. Throws a `GradientError`
 * that says where they differ.
 *
 * @example
 * const x = tensor([0.5, -1], { dtype: "float64" });
 * (await checkGradient((x) => mul(x, x), [x])).largestError < 1e-8; // true
 */
export async function checkGradient(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  options: CheckGradientOptions = {},
): Promise<GradientCheck> {
  const { step = 1e-5, tolerance = 1e-6 } = options;
  for (const x of inputs)
    if (x.dtype !== "float64")
      throw new DTypeError("checkGradient", `needs float64 inputs, got ${String(x)}; cast it`);
  const weighed = weigh(f, inputs);
  let worst: GradientCheck = { largestError: 0, input: 0, element: 0, expected: 0, got: 0 };
  for (const [input, got] of (await gradients(weighed, inputs)).entries()) {
    const expected = await differences(weighed, inputs, input, step);
    expected.forEach((value, element) => {
      const largestError = errorOf(value, got[element]);
      if (largestError > worst.largestError)
        worst = { largestError, input, element, expected: value, got: got[element] };
    });
  }
  if (worst.largestError <= tolerance) return worst;
  throw new GradientError("checkGradient", sentence(worst, tolerance));
}

/** The gradient's numbers for each input; zeros where the output does not depend on it. */
async function gradients(f: (...inputs: Tensor[]) => Tensor, inputs: readonly Tensor[]) {
  const parameters = scope(() => inputs.map((x) => parameter(x)));
  try {
    const found = scope(() => {
      const all = backward(f(...parameters));
      return parameters.map((p) => (all.has(p) ? all.of(p) : zeros(p.shape, { dtype: "float64" })));
    });
    const values = await Promise.all(found.map((gradient) => gradient.data()));
    for (const gradient of found) gradient.dispose();
    return values;
  } finally {
    for (const p of parameters) p.dispose();
  }
}

/** Relative to the larger of 1 and the gradient; infinite where one of both is no number. */
function errorOf(expected: number, got: number): number {
  const error = Math.abs(expected - got) / Math.max(1, Math.abs(expected));
  return Number.isNaN(error) ? Infinity : error;
}

function sentence({ input, element, expected, got, largestError }: GradientCheck, tolerance: number): string {
  return `element ${element} of input ${input}: the gradient is ${got}, central differences give ${expected} (error ${largestError.toExponential(1)}, allowed ${tolerance})`;
}

/** The same function, with its output weighed to a single number. */
function weigh(f: (...inputs: Tensor[]) => Tensor, inputs: readonly Tensor[]) {
  const shape = scope(() => noGrad(() => f(...inputs).shape));
  return (...args: Tensor[]): Tensor => {
    const y = f(...args);
    return y.size === 1 ? sum(y) : sum(mul(y, normal(shape, { dtype: "float64", random: seeded(1) })));
  };
}

async function differences(
  f: (...inputs: Tensor[]) => Tensor,
  inputs: readonly Tensor[],
  input: number,
  step: number,
): Promise<Float64Array> {
  const values = Float64Array.from(await inputs[input].data());
  const result = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const at = async (shift: number) => {
      const moved = values.with(i, values[i] + shift);
      const y = scope(() =>
        noGrad(() => f(...inputs.with(input, tensor(moved, { shape: inputs[input].shape })))),
      );
      const value = await y.item();
      y.dispose();
      return value;
    };
    result[i] = ((await at(step)) - (await at(-step))) / (2 * step);
  }
  return result;
}
