import type { Tensor } from "@piecewise/tensor";
import { isLayer, type Context, type Stage } from "./layer.ts";

/**
 * Runs a stage of a layer by its name there, so that whoever observes the model sees it. Layers of your own that have others
 * inside call this instead of the stage.
 *
 * @example
 * const inner = linear(2, 3);
 * const outer = layer({ kind: "outer", inside: { inner } }, (x, context) => runStage("inner", inner, x, context));
 * const paths: string[] = [];
 * sequential(outer)(zeros([1, 2]), { observe: (path) => paths.push(path) });
 * paths; // ["0.inner","0"]
 */
export function runStage(name: string, stage: Stage, x: Tensor, context: Context): Tensor {
  const y = isLayer(stage) ? stage(x, inside(name, context)) : stage(x);
  context.observe?.(name, stage, x, y);
  return y;
}

/** The context for what is inside: paths start with the name. */
export function inside<C extends Context>(name: string, context: C): C {
  const { observe } = context;
  if (observe === undefined) return context;
  return { ...context, observe: (path, ...seen) => observe(`${name}.${path}`, ...seen) };
}
