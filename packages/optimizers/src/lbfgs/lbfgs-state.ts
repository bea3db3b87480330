import { CheckpointError } from "@piecewise/tensor";
import { Curvature } from "./curvature.ts";
import type { Descent } from "./descent.ts";
import type { Vector } from "./vectors.ts";

/** What L-BFGS needs to go on with the same bits. All vectors hold all parameters' numbers in a row. */
export interface LbfgsState {
  readonly name: "lbfgs";
  /** `direction` and `gradient` of the last move; `0.step`, `0.change` and so on: moves, and how the gradient changed. */
  readonly vectors: Readonly<Record<string, Vector>>;
  /** `steps` and `evaluations` so far; `length`, how far the last move went, if there was one. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** The state of a descent. */
export function saveLbfgsState({ last, curvature, evaluations }: Descent, steps: number): LbfgsState {
  const pairs = curvature.pairs.flatMap(({ step, change }, i) => [
    [`${i}.step`, step] as const,
    [`${i}.change`, change] as const,
  ]);
  if (last === undefined) return { name: "lbfgs", vectors: {}, numbers: { steps, evaluations } };
  const { direction, gradient, length } = last;
  const vectors = { direction, gradient, ...Object.fromEntries(pairs) };
  return { name: "lbfgs", vectors, numbers: { steps, evaluations, length } };
}

/** Lets a descent go on from a state, once all of it is checked; gives back how many steps were taken. */
export function loadLbfgsState(descent: Descent, { name, vectors, numbers }: LbfgsState): number {
  if (name !== "lbfgs") refuse(`is of ${String(name)}`);
  const vector = (key: string): Vector => {
    const found = vectors[key];
    const fits = found instanceof Float64Array && found.length === descent.size;
    return fits ? found : refuse(`needs a Float64Array of ${descent.size} numbers for ${key}, got ${found?.length ?? "nothing"}`); // prettier-ignore
  };
  const number = (key: string): number =>
    Number.isFinite(numbers[key]) ? numbers[key] : refuse(`has ${numbers[key]} for the number ${key}`);
  const [steps, evaluations] = [number("steps"), number("evaluations")];
  const last =
    "direction" in vectors
      ? { direction: vector("direction"), gradient: vector("gradient"), length: number("length") }
      : undefined;
  const curvature = new Curvature(descent.curvature.most);
  for (let i = 0; `${i}.step` in vectors; i++) curvature.add(vector(`${i}.step`), vector(`${i}.change`));
  Object.assign(descent, { last, evaluations, curvature });
  return steps;
}

function refuse(what: string): never {
  throw new CheckpointError(
    "lbfgs",
    `the state ${what}; load it into one made with the same parameters as the one that saved it`,
  );
}
