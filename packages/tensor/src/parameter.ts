import { formula, input, scalarValues, type Formula } from "@piecewise/expressions";
import { ShapeError, type DType, type Shape } from "@piecewise/spec";
import { outliveScopes } from "./memory.ts";
import { enqueue } from "./run.ts";
import { Tensor } from "./tensor.ts";

/** Numbers that training changes: a leaf of the tape that belongs to no scope. */
export class Parameter<S extends Shape = Shape, D extends DType = DType> extends Tensor<S, D> {
  /** False for running statistics and frozen weights: `backward` computes no gradient. */
  trainable: boolean = true;
  #version = 0;

  /** Takes over the numbers of a tensor that nobody else changes; `parameter` copies them first. */
  constructor(values: Tensor<S, D>) {
    super(values.storage, values.shape);
    outliveScopes(this);
  }

  override get tracked(): boolean {
    return this.trainable;
  }

  override get version(): number {
    return this.#version;
  }

  /** Replaces the numbers by those of a tensor of the same shape. */
  assign(values: Tensor): void {
    if (values.size !== this.size || values.shape.some((size, axis) => size !== this.shape[axis]))
      throw new ShapeError("assign", "the shapes differ", values.shape, this.shape);
    if (values.storage !== this.storage) update(identity, [this], [values]);
  }

  /** Called by `update`, the one place where numbers change. */
  changed(): void {
    this.#version++;
  }
}

const identity = formula([input(0)], 1);

/**
 * Computes a formula and stores its outputs into parameters of one shape, in one loop; the parameters may be among the
 * inputs. All inputs have that shape.
 */
export function update(
  formula: Formula,
  parameters: readonly Parameter[],
  inputs: readonly Tensor[],
  scalars: readonly number[] = [],
): void {
  const shape = parameters[0].shape;
  for (const x of [...parameters, ...inputs])
    if (x.size !== parameters[0].size) throw new ShapeError("update", "the shapes differ", x.shape, shape);
  const attributes = {
    formula,
    scalars: scalarValues(formula, scalars),
    shape: [parameters[0].size],
    strides: inputs.map(() => [1]),
  };
  enqueue(
    "map",
    parameters.map((p) => p.storage),
    inputs,
    attributes,
    "update",
  );
  for (const parameter of parameters) parameter.changed();
}
