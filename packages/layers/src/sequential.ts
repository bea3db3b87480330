import { DataError, type SlopeFromOutput, type Tensor } from "@piecewise/tensor";
import { isLayer, layer, type Chained, type Context, type Layer, type Stage } from "./layer.ts";
import { runStage } from "./run-stage.ts";

/**
 * Stages one after the other. The compiler checks that each layer takes as many features as the one before it gives, unless
 * they come as an array of any length: `sequential(...blocks)`. Parameters are named as in PyTorch: by the stage's position. A
 * function of your own says what it takes: `(x: Tensor) => mul(x, 2)`. Where it saves work and changes no number, stages share a
 * kernel or change places (a max pooling comes before a ReLU); what a stage gives on its own is what it gives when called on its
 * own.
 *
 * @example
 * const model = sequential(linear(4, 3), relu, linear(3, 2));
 * model(zeros([5, 4])).shape; // [5,2]
 */
export function sequential<const Stages extends readonly Stage[]>(
  ...stages: number extends Stages["length"] ? Stages : never
): Layer;
export function sequential<const Stages extends readonly Stage[]>(
  ...stages: Chained<Stages> extends Stages ? Stages : Chained<Stages>
): Layer;
export function sequential(...stages: readonly Stage[]): Layer {
  const wrong = stages.findIndex((stage) => typeof stage !== "function");
  if (wrong >= 0)
    throw new DataError(
      "sequential",
      `stage ${wrong} must be a layer or a function from tensor to tensor, got ${typeof stages[wrong]}`,
    );
  const inside = Object.fromEntries(stages.entries());
  return layer({ kind: "sequential", inside }, forwardThrough(inside));
}

/**
 * Runs stage after stage, with less work where the numbers are the same: a max pooling before the activation in front of it,
 * which then sees fewer numbers, and a layer and the activation behind it in one kernel. Whoever observes sees each stage as it
 * was given.
 */
export function forwardThrough(
  named: Readonly<Record<string, Stage>>,
): (x: Tensor, context: Context) => Tensor {
  const given = Object.entries(named);
  const stages = poolingFirst(given.map(([, stage]) => stage));
  return (x, context) => {
    let y = x;
    if (context.observe !== undefined)
      return given.reduce((z, [name, stage]) => runStage(name, stage, z, context), x);
    for (let i = 0; i < stages.length; i++) {
      const [stage, next] = [stages[i], stages[i + 1]];
      if (!isLayer(stage)) y = stage(y);
      else if (stage.activated !== undefined && hasSlopeFromOutput(next)) {
        y = stage.activated(y, next);
        i++;
      } else y = stage(y, context);
    }
    return y;
  };
}

function poolingFirst(given: readonly Stage[]): Stage[] {
  const stages = [...given];
  for (let i = 1; i < stages.length; i++)
    if (keepsOrder(stages[i - 1]) && takesLargest(stages[i]))
      [stages[i - 1], stages[i]] = [stages[i], stages[i - 1]];
  return stages;
}

const keepsOrder = (stage: Stage) => "keepsOrder" in stage && stage.keepsOrder === true;
const takesLargest = (stage: Stage) => isLayer(stage) && stage.takesLargest === true;

function hasSlopeFromOutput(stage: Stage | undefined): stage is SlopeFromOutput {
  return stage !== undefined && "slopeFromOutput" in stage && stage.slopeFromOutput === true;
}
