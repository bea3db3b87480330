import { evaluate } from "@piecewise/expressions";
import { sizeOf, type Attributes } from "@piecewise/spec";
import { forEachIndex, strided } from "./indices.ts";
import { single, Sums, type Numbers, type Result } from "./result.ts";

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
  { formula, scalars, sizes, sums = 0 }: Attributes["update"],
): Result[] {
  const strides = Array.from({ length: formula.inputs }, () => [1]);
  const stored = formula.outputs.length - sums;
  const groups = sizes.map((size, group) => {
    const own = inputs.slice(group * formula.inputs, (group + 1) * formula.inputs);
    return map(own, { formula, scalars, shape: [size], strides });
  });
  const results = groups.flatMap((outputs) => outputs.slice(0, stored));
  if (sums === 0) return results;
  const totals = new Sums(sizes.length * sums);
  groups.forEach((outputs, group) =>
    outputs.slice(stored).forEach(({ values }, i) => {
      for (const value of values) totals.add(group * sums + i, value);
    }),
  );
  return [...results, totals];
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
