import { formula, input, scalarValues, type Formula } from "@piecewise/expressions";
import { ShapeError, type DType, type Shape } from "@piecewise/spec";
import { sameShape } from "./broadcast.ts";
import { fillOrFree, outliveScopes, Storage } from "./memory.ts";
import { enqueue } from "./run.ts";
import { Tensor } from "./tensor.ts";

/** Numbers that training changes: a leaf of the tape that belongs to no scope. */
export class Parameter<S extends Shape = Shape, D extends DType = DType> extends Tensor<S, D> {
  /** False for running statistics and frozen weights: `backward` computes no gradient. */
  trainable: boolean = true;

  /** Takes over the numbers of a tensor that nobody else changes; `parameter` copies them first. */
  constructor(values: Tensor<S, D>) {
    super(values.storage, values.shape);
    outliveScopes(this);
  }

  override get tracked(): boolean {
    return this.trainable;
  }

  /** Replaces the numbers by those of a tensor of the same shape. */
  assign(values: Tensor): void {
    requireShape("assign", values, this.shape);
    if (values.storage !== this.storage)
      store("assign", identity, [{ parameters: [this], inputs: [values] }], []);
  }
}

const identity = formula([input(0)], 1);

/** What a formula changes and reads in one of its runs: all of one shape. The parameters may be among the inputs. */
export interface UpdateGroup {
  /** One for each output of the formula. */
  readonly parameters: readonly Parameter[];
  readonly inputs: readonly Tensor[];
}

/** Computes a formula for each group and stores its outputs into the group's parameters, all in one kernel. */
export function update(
  formula: Formula,
  groups: readonly UpdateGroup[],
  scalars: readonly number[] = [],
): void {
  checkGroups(groups);
  store("update", formula, groups, scalars);
}

/**
 * As `update`; outputs of the formula for which a group has no parameter are added up over it, in the same kernel. The totals
 * come back as [groups, sums].
 */
export function updateAndSum(
  formula: Formula,
  groups: readonly UpdateGroup[],
  scalars: readonly number[] = [],
): Tensor {
  checkGroups(groups);
  const sums = formula.outputs.length - groups[0].parameters.length;
  const totals = new Storage(groups.length * sums, groups[0].parameters[0].dtype);
  fillOrFree([totals], () => store("update", formula, groups, scalars, totals));
  return new Tensor(totals, [groups.length, sums]);
}

function checkGroups(groups: readonly UpdateGroup[]): void {
  for (const { parameters, inputs } of groups) {
    const { shape } = parameters[0];
    for (const x of parameters) requireShape("update", x, shape);
    for (const x of inputs) requireShape("update", x, shape);
  }
}

/** The one place where numbers change. */
function store(
  operation: string,
  formula: Formula,
  groups: readonly UpdateGroup[],
  scalars: readonly number[],
  totals?: Storage,
): void {
  const attributes = {
    formula,
    scalars: scalarValues(formula, scalars),
    sizes: groups.map(({ parameters }) => parameters[0].size),
    ...(totals === undefined ? {} : { sums: totals.size / groups.length }),
  };
  const storages = groups.flatMap(({ parameters }) => parameters.map((p) => p.storage));
  const inputs = groups.flatMap((group) => group.inputs);
  enqueue("update", totals === undefined ? storages : [...storages, totals], inputs, attributes, operation);
  for (const storage of storages) storage.version++;
}

function requireShape(operation: string, x: Tensor, shape: Shape): void {
  if (!sameShape(x.shape, shape)) throw new ShapeError(operation, "the shapes differ", x.shape, shape);
}
