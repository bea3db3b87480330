import { kaimingNormal, lecunNormal, orthogonal, xavierNormal, zeros } from "piecewise";
import { adam, adamW, lion, rmsprop, sgd } from "piecewise";
import { conv2d, flatten, linear, maxPool2d, mul, seeded, sequential } from "piecewise";
import type { Initializer, Layer, Optimizer, Stage, WeightOptions } from "piecewise";
import { planOf, type DataShape, type PlannedStage } from "../plan.ts";
import type { InitializerName, OptimizerName, Settings } from "../settings.ts";
import { activationCalled } from "./activations.ts";

/** The network of the settings, for such data. */
export function makeModel(settings: Settings, shape: DataShape): Layer {
  const options = { random: seeded(settings.seed), ...initializers[settings.initializer] };
  return sequential(...planOf(settings, shape).map((stage) => makeStage(stage, options)));
}

function makeStage(stage: PlannedStage, options: WeightOptions): Stage {
  if (stage.is === "flatten") return flatten();
  if (stage.is === "maxPool2d") return maxPool2d(2);
  if (stage.is === "activation") return activationCalled(stage.name);
  const { inputs, units } = stage;
  if (stage.is === "linear") return linear(inputs, units, options);
  return conv2d(inputs, units, { kernelSize: 3, padding: "same", ...options });
}

export function makeOptimizer({ optimizer, learningRate }: Settings, model: Layer): Optimizer {
  return optimizers[optimizer](model, learningRate);
}

/** The learning rate of the next step. */
export const rateOf = ({ options }: Optimizer): number => Number(options["learningRate"]);

const optimizers: Readonly<Record<OptimizerName, (model: Layer, learningRate: number) => Optimizer>> = {
  sgd: ({ parameters }, learningRate) => sgd(parameters, { learningRate }),
  momentum: ({ parameters }, learningRate) => sgd(parameters, { learningRate, momentum: 0.9 }),
  rmsprop: ({ parameters }, learningRate) => rmsprop(parameters, { learningRate }),
  adam: ({ parameters }, learningRate) => adam(parameters, { learningRate }),
  adamW: ({ parameters }, learningRate) => adamW(parameters, { learningRate }),
  lion: ({ parameters }, learningRate) => lion(parameters, { learningRate }),
};

const scaled =
  (factor: number): Initializer =>
  (shape, options) =>
    mul(kaimingNormal(shape, options), factor);

const initializers: Readonly<Record<InitializerName, { readonly initializer?: Initializer }>> = {
  default: {},
  kaimingNormal: { initializer: kaimingNormal },
  xavierNormal: { initializer: xavierNormal },
  lecunNormal: { initializer: lecunNormal },
  orthogonal: { initializer: orthogonal },
  "far too small": { initializer: scaled(0.05) },
  "far too large": { initializer: scaled(10) },
  zeros: { initializer: (shape) => zeros(shape) },
};
