import { formula, input, scalarValues, type Formula } from "@piecewise/expressions";
import { ShapeError, type DType, type Shape } from "@piecewise/spec";
import { sameShape } from "./broadcast.ts";
import { outliveScopes } from "./memory.ts";
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
    if (values.storage !== this.storage) store("assign", identity, [this], [values], []);
  }
}

const identity = formula([input(0)], 1);

/**
 * Computes a formula and stores its outputs into parameters, in one loop; the parameters may be among the inputs. All
 * have one shape.
 */
export function update(
  formula: Formula,
  parameters: readonly Parameter[],
  inputs: readonly Tensor[],
  scalars: readonly number[] = [],
): void {
  for (const x of [...parameters, ...inputs]) requireShape("update", x, parameters[0].shape);
  store("update", formula, parameters, inputs, scalars);
}

/** The one place where numbers change. */
function store(
  operation: string,
  formula: Formula,
  parameters: readonly Parameter[],
  inputs: readonly Tensor[],
  scalars: readonly number[],
): void {
  const attributes = {
    formula,
    scalars: scalarValues(formula, scalars),
    shape: [parameters[0].size],
    strides: inputs.map(() => [1]),
  };
  const storages = parameters.map((p) => p.storage);
  enqueue("map", storages, inputs, attributes, operation);
  for (const storage of storages) storage.version++;
}

function requireShape(operation: string, x: Tensor, shape: Shape): void {
  if (!sameShape(x.shape, shape)) throw new ShapeError(operation, "the shapes differ", x.shape, shape);
}
