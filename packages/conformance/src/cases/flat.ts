import { formula, type Expression } from "@piecewise/expressions";
import type { Case, Values } from "../case.ts";

/** A loop over contiguous arrays of one length; its outputs are floats unless said otherwise. */
export function flat(
  title: string,
  outputs: readonly Expression[],
  { inputs, scalars = [], ...more }: FlatOptions,
): Case<"map"> {
  const attributes = {
    formula: formula(outputs, inputs.length),
    scalars,
    shape: [inputs[0].numbers.length],
    strides: inputs.map(() => [1]),
  };
  return { title, inputs, attributes, outputs: outputs.map(() => "float"), ...more };
}

interface FlatOptions extends Partial<Case<"map">> {
  readonly inputs: readonly Values[];
  readonly scalars?: readonly number[];
}
