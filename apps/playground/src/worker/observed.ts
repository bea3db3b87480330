import { isLayer, type Activation, type Layer, type Stage, type Tensor } from "piecewise";

/** What an activation was given, and what it gave. */
export interface SeenActivation {
  readonly activation: Activation;
  readonly input: Tensor;
  readonly output: Tensor;
}

export interface Observed {
  readonly scores: Tensor;
  /** Of the hidden layers, in turn. */
  readonly activations: readonly SeenActivation[];
}

/** Runs a model, and sees what comes out of each activation on the way. */
export function observed(model: Layer, x: Tensor): Observed {
  const activations: SeenActivation[] = [];
  const scores = model(x, {
    observe: (_, stage, input, output) => {
      if (isActivation(stage)) activations.push({ activation: stage, input, output });
    },
  });
  return { scores, activations };
}

/** The layers of a model that have weights. */
export const layersOf = (model: Layer): readonly Layer[] => Object.values(model.inside).filter(hasWeight);

const hasWeight = (stage: Stage): stage is Layer => isLayer(stage) && "weight" in stage.own;
const isActivation = (stage: Stage): stage is Activation => "derivative" in stage;
