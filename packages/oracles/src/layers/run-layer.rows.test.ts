import { namedParameters, type Context, type Layer } from "@piecewise/layers";
import type { Parameter } from "@piecewise/tensor";
import { numberIn } from "../describe.ts";
import type { FloatType } from "../judgement.ts";
import type { OracleCase } from "../read.ts";
import type { Named, Operator } from "../run-case.ts";

/** A case's arguments, by PyTorch's names. */
export type Params = OracleCase["params"];
/** What a layer is made with, besides. */
export interface Options {
  readonly dtype: FloatType;
}
/** Makes the layer of a case. */
export type Make = (params: Params, options: Options) => Layer;

/** A number among the arguments; NaN if it is missing, which every layer refuses. */
export const size = (params: Params, name: string): number => numberIn(params, name, NaN);

/** Gives our layer the case's numbers and runs it: on x or indices, or on x0, x1 and x2 one after the other. */
export const run =
  (make: Make, preset: Context = {}): Operator =>
  (inputs, params, dtype) => {
    const images = Object.entries(inputs).filter(([name]) => /^(x\d?|idx)$/.test(name));
    const model = make(params, { dtype });
    const context = { training: params["training"] === true, ...preset };
    const own = assignAll(model, inputs);
    const outputs = images.map(([name, x]) => [name.replace(/idx|x/, "y"), model(x, context)] as const);
    return { outputs: { ...own, ...Object.fromEntries(outputs) }, leaves: own };
  };

/** Assigns each parameter and running statistic; gives them by the names they have in the fixture. */
export function assignAll(model: Layer, values: Named): Record<string, Parameter> {
  const named = [...namedParameters(model)].map(
    ([name, p]) => [`${p.trainable ? "param" : "buffer"}.${name}`, p] as const,
  );
  for (const [name, p] of named) {
    if (name.endsWith("num_batches_tracked")) continue; // The fixtures leave it out.
    if (values[name] === undefined) throw new Error(`the fixture has no ${name}`);
    p.assign(values[name]);
  }
  return Object.fromEntries(named);
}
