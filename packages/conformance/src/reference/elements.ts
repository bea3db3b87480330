import { evaluate } from "@piecewise/expressions";
import { sizeOf, type Attributes } from "@piecewise/spec";
import { forEachIndex, strided } from "./indices.ts";
import { single, type Numbers, type Result } from "./result.ts";

export function map(
  inputs: readonly Numbers[],
  { formula, scalars, shape, strides }: Attributes["map"],
): Result[] {
  const outputs = formula.outputs.map(() => new Array<number>(sizeOf(shape)));
  forEachIndex(shape, (index, at) => {
    const row = inputs.map((input, i) => input[strided(index, strides[i])]);
    outputs.forEach((output, o) => (output[at] = evaluate(formula.outputs[o], row, scalars)));
  });
  return outputs.map(single);
}

export function update(
  inputs: readonly Numbers[],
  { formula, scalars, sizes }: Attributes["update"],
): Result[] {
  const strides = Array.from({ length: formula.inputs }, () => [1]);
  return sizes.flatMap((size, group) => {
    const own = inputs.slice(group * formula.inputs, (group + 1) * formula.inputs);
    return map(own, { formula, scalars, shape: [size], strides });
  });
}

export function copy([x]: readonly Numbers[], { from }: Attributes["copy"]): Result[] {
  const values = new Array<number>(sizeOf(from.shape));
  forEachIndex(from.shape, (index, at) => (values[at] = x[strided(index, from.strides, from.offset)]));
  return [single(values)];
}

export function place(inputs: readonly Numbers[], { fill, size, to }: Attributes["place"]): Result[] {
  const values = new Array<number>(size).fill(fill);
  to.forEach(({ shape, strides, offset }, i) =>
    forEachIndex(shape, (index, at) => (values[strided(index, strides, offset)] = inputs[i][at])),
  );
  return [single(values)];
}
