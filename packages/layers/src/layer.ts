import {
  requireTensor,
  type Parameter,
  type Random,
  type SameSize,
  type SlopeFromOutput,
  type Tensor,
  type Unary,
} from "@piecewise/tensor";

/** How a model is run: evaluation unless `training` is set; layers that draw numbers take them from `random`. */
export interface Context {
  readonly training?: boolean;
  readonly random?: Random;
  /** Sees what flows between the stages. Nothing is fused then, and no number changes. */
  readonly observe?: Observe;
}

/** Is told what a stage of a model was given and what it gave. Paths are PyTorch's names: `0`, `2.block.1`, `self_attn` … */
export type Observe = (path: string, stage: Stage, input: Tensor, output: Tensor) => void;

/** What stands between two layers: a layer, or any function from tensor to tensor, such as an activation. */
export type Stage = Layer<number, number> | ((x: Tensor) => Tensor);

/**
 * A function that carries its parameters. `In` and `Out` are the sizes of the feature axis, where the compiler knows
 * them: the last axis for dense layers, the channels for convolutions.
 */
export interface Layer<In extends number = number, Out extends number = number> {
  (x: Tensor, context?: Context): Tensor;
  /** What summaries call it, such as "linear". */
  readonly kind: string;
  /** The parameters that training changes, its own and those of the layers inside. */
  readonly parameters: readonly Parameter[];
  /** Its own parameters and running statistics, by PyTorch's names. */
  readonly own: Readonly<Record<string, Parameter>>;
  /** The layers inside, by PyTorch's names. */
  readonly inside: Readonly<Record<string, Stage>>;
  /** The same layer with an activation computed on the way, where it can do that: the numbers are the same. */
  readonly activated?: (x: Tensor, activation: SlopeFromOutput) => Tensor;
  /** Set where each result is the largest of some numbers: an activation that keeps their order may come after it. */
  readonly takesLargest?: true;
  /** Only for the compiler. */
  readonly features?: readonly [In, Out];
}

/** A layer whose output has as many features as its input, whatever their number. */
export interface KeepsFeatures extends Layer<number, number> {
  readonly keepsFeatures: true;
}

/** What a layer is made of, besides its function. */
export interface Making {
  readonly kind: string;
  readonly own?: Readonly<Record<string, Parameter>>;
  readonly inside?: Readonly<Record<string, Stage>>;
  readonly activated?: (x: Tensor, activation: SlopeFromOutput) => Tensor;
}

/**
 * Makes a layer from a function and what it carries.
 *
 * @example
 * const scale = parameter([1, 2]);
 * const scaled = layer({ kind: "scaled", own: { scale } }, (x) => mul(x, scale));
 * await scaled(tensor([3, 3])).array(); // [3,6]
 * scaled.parameters.length; // 1
 */
export function layer<In extends number = number, Out extends number = number>(
  { kind, own = {}, inside = {}, activated }: Making,
  forward: (x: Tensor, context: Context) => Tensor,
): Layer<In, Out> {
  const run = (x: Tensor, context: Context = {}) => forward(requireTensor(kind, x), context);
  const parameters = [
    ...Object.values(own).filter((p) => p.trainable),
    ...Object.values(inside).flatMap((stage) => (isLayer(stage) ? stage.parameters : [])),
  ];
  const fused =
    activated === undefined
      ? {}
      : { activated: (x: Tensor, f: SlopeFromOutput) => activated(requireTensor(kind, x), f) };
  return Object.assign(run, { kind, own, inside, parameters: [...new Set(parameters)], ...fused });
}

/** Makes a layer that leaves the number of features as it is, without parameters. */
export function keeping(kind: string, forward: (x: Tensor, context: Context) => Tensor): KeepsFeatures {
  return Object.assign(layer({ kind }, forward), { keepsFeatures: true as const });
}

/** Whether a stage of a model carries parameters or layers, and is not a plain function. */
export function isLayer(stage: Stage): stage is Layer {
  return "parameters" in stage && "inside" in stage;
}

/** All parameters and running statistics of a model by PyTorch's names: `0.weight`, `0.bias`, `2.running_mean` … */
export function namedParameters(model: Stage, prefix = ""): Map<string, Parameter> {
  if (!isLayer(model)) return new Map();
  const own = Object.entries(model.own).map(([name, p]) => [prefix + name, p] as const);
  const inside = Object.entries(model.inside).flatMap(([name, stage]) => [
    ...namedParameters(stage, `${prefix}${name}.`),
  ]);
  return new Map([...own, ...inside]);
}

/** The stages, where each takes as many features as the one before it gives; else a sentence the compiler prints. */
export type Chained<
  Stages extends readonly unknown[],
  Features extends number = number,
> = Stages extends readonly [infer First, ...infer Rest]
  ? First extends KeepsFeatures | Unary
    ? readonly [First, ...Chained<Rest, Features>]
    : First extends Layer<infer In, infer Out>
      ? SameSize<Features, In> extends true
        ? readonly [First, ...Chained<Rest, Out>]
        : readonly [
            `sequential: this layer takes ${In} features, but the one before it gives ${Features}`,
            ...Rest,
          ]
      : readonly [First, ...Chained<Rest>]
  : readonly [];
