import { cast, CheckpointError, noGrad, type Parameter, scope, shapeText } from "@piecewise/tensor";
import { tensor, Tensor, type Shape } from "@piecewise/tensor";
import { namedParameters, type Stage } from "./layer.ts";

/** All parameters and running statistics of a model by PyTorch's names, in PyTorch's order. */
export type StateDict = Readonly<Record<string, Parameter>>;

/** Numbers for one of them: a tensor, or an array with its shape, as a reader of files gives it. */
export type StateValue =
  Tensor | { readonly data: ArrayLike<number> | ArrayLike<bigint>; readonly shape: Shape };

/**
 * All parameters and running statistics of a model by PyTorch's names, in PyTorch's order. They are the model's own, not
 * copies.
 *
 * @example
 * const model = sequential(linear(4, 3), relu, batchNorm1d(3));
 * Object.keys(stateDict(model)).slice(0, 4); // ["0.weight","0.bias","2.weight","2.bias"]
 */
export function stateDict(model: Stage): StateDict {
  return Object.fromEntries(namedParameters(model));
}

/**
 * Gives a model the numbers of a state. Everything is checked first: all names, shapes and dtypes that do not fit are told
 * in one error, and then nothing has changed. Floating numbers become those of the parameter's dtype, as in PyTorch. With
 * `strict: false`, names may be missing on either side; they come back. A state without `num_batches_tracked`, as older
 * ones are, is not incomplete.
 *
 * @example
 * const [from, to] = [linear(2, 3), linear(2, 3)];
 * loadStateDict(to, stateDict(from));
 * loadStateDict(to, { weight: { data: new Float32Array(6), shape: [3, 2] } }, { strict: false }).missing; // ["bias"]
 */
export function loadStateDict(
  model: Stage,
  state: Readonly<Record<string, StateValue>>,
  { strict = true }: { readonly strict?: boolean } = {},
): { readonly missing: readonly string[]; readonly unexpected: readonly string[] } {
  const own = namedParameters(model);
  const missing = [...own.keys()].filter((name) => !Object.hasOwn(state, name) && !isCounter(name));
  const unexpected = Object.keys(state).filter((name) => !own.has(name));
  const present = [...own].filter(([name]) => Object.hasOwn(state, name));
  const problems = [
    ...(strict && missing.length > 0 ? [`missing: ${missing.join(", ")}`] : []),
    ...(strict && unexpected.length > 0 ? [`unexpected: ${unexpected.join(", ")}`] : []),
    ...present.flatMap(([name, p]) => problemWith(name, p, state[name])),
  ];
  if (problems.length > 0) throw new CheckpointError("loadStateDict", misfit(problems));
  scope(() => {
    noGrad(() => {
      // All are read before the first is assigned: a tensor that was freed stops it here.
      const values = present.map(([name, p]) => [p, read(state[name], p)] as const);
      for (const [p, value] of values) p.assign(value);
    });
  });
  return { missing, unexpected };
}

const isCounter = (name: string) => name.split(".").at(-1) === "num_batches_tracked";

function misfit(problems: readonly string[]): string {
  const canBeLeft = problems.some((problem) => /^(missing|unexpected): /.test(problem));
  const remedy = canBeLeft ? "\n  strict: false leaves out what is missing or unexpected" : "";
  return `the state does not fit the model:\n  ${problems.join("\n  ")}${remedy}`;
}

function problemWith(name: string, p: Parameter, value: StateValue): string[] {
  const { kind, size } = kindOf(value);
  if (String(value.shape) !== String(p.shape))
    return [`${name} has the shape ${shapeText(p.shape)}, not ${shapeText(value.shape)}`];
  if (size !== p.size) return [`${name} needs ${p.size} numbers, not ${size}`];
  if (kind === (p.dtype === "int32" ? "whole" : "floating")) return [];
  return [`${name} holds ${p.dtype}, but was given ${kind} numbers`];
}

function kindOf(value: StateValue): { readonly kind: string; readonly size: number } {
  if (value instanceof Tensor) {
    const kinds = { float32: "floating", float64: "floating", int32: "whole", bool: "bool" };
    return { kind: kinds[value.dtype], size: value.size };
  }
  const { data } = value;
  const isFloating = data instanceof Float32Array || data instanceof Float64Array;
  return { kind: isFloating ? "floating" : "whole", size: data.length };
}

function read(value: StateValue, { dtype }: Parameter): Tensor {
  if (value instanceof Tensor) return cast(value, dtype);
  const { data, shape } = value;
  return tensor(Float64Array.from(data, Number), { shape, dtype });
}
