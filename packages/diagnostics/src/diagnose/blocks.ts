import { isLayer, type Stage } from "@piecewise/layers";
import type { Parameter, Tensor } from "@piecewise/tensor";
import { activationKind, type ActivationKind } from "./activation-kind.ts";

/** What a stage was given and what it gave, by its path in the model. */
export interface Seen {
  readonly path: string;
  readonly stage: Stage;
  readonly input: Tensor;
  readonly output: Tensor;
}

/** A layer with a weight, the normalisations behind it, and the activation behind these; one of both may be missing. */
export interface Block {
  /** The path of its layer, or of its activation where it has no layer. */
  readonly path: string;
  readonly layer?: WeightedLayer;
  readonly norms: readonly Seen[];
  readonly activation?: SeenActivation;
  /** The paths of the layers with a weight that are given what comes out. */
  readonly feeds: readonly string[];
  /** The activation's input, or the layer's output: what should neither fade nor grow. */
  readonly signal: Tensor;
  /** Where the units lie in it. */
  readonly unitAxis: number;
}

type WeightedLayer = Seen & { readonly weight: Parameter; readonly bias: Parameter | undefined };
type SeenActivation = Seen & { readonly kind: ActivationKind };

/** The blocks of a model, in the order in which they ran. What belongs together is known by the tensors that pass. */
export function blocksOf(seen: readonly Seen[]): Block[] {
  const leaves = seen.filter(({ path }) => !seen.some((other) => other.path.startsWith(`${path}.`)));
  const trace = tracer(leaves);
  const layers = leaves.flatMap((leaf) => asLayer(leaf) ?? []);
  const activations = leaves.flatMap((leaf) => asActivation(leaf) ?? []);
  const isOf = new Map(activations.map((leaf) => [trace(leaf, isPassedOn).from?.path ?? leaf.path, leaf]));
  const feeders = layers.map((layer) => [trace(layer, () => true).from?.path, layer.path] as const);
  return leaves.flatMap((leaf) => {
    const [layer, activation] = [asLayer(leaf), isOf.get(leaf.path)];
    if (layer === undefined && activation?.path !== leaf.path) return [];
    const feeds = feeders.flatMap(([from, to]) => (from === leaf.path ? [to] : []));
    const norms = activation === undefined ? [] : trace(activation, isPassedOn).between.filter(isNorm);
    return [blockOf(leaf.path, layer, activation, { feeds, norms })];
  });
}

function blockOf(
  path: string,
  layer: WeightedLayer | undefined,
  activation: SeenActivation | undefined,
  around: Pick<Block, "feeds" | "norms">,
): Block {
  const signal = (activation?.input ?? layer?.output)!; // One of both is there.
  const isImage = layer !== undefined && kindOf(layer.stage).startsWith("conv");
  const places = isImage ? layer.weight.rank - 2 : signal.rank === 4 ? 2 : 0;
  return {
    ...{ path, ...around, signal, unitAxis: signal.rank - 1 - places },
    ...(layer === undefined ? {} : { layer }),
    ...(activation === undefined ? {} : { activation }),
  };
}

/** Finds the layer with a weight from which a stage's input comes, through stages of some kind. */
function tracer(leaves: readonly Seen[]) {
  // A stage that gives back what it got, such as dropout in evaluation, would lead to itself.
  const makers = new Map(leaves.filter((x) => x.output !== x.input).map((leaf) => [leaf.output, leaf]));
  return ({ input }: Seen, through: (stage: Seen) => boolean) => {
    const between: Seen[] = [];
    for (let leaf = makers.get(input); leaf !== undefined; leaf = makers.get(leaf.input)) {
      if (asLayer(leaf) !== undefined) return { from: leaf, between };
      if (!through(leaf)) break;
      between.unshift(leaf);
    }
    return { from: undefined, between: [] };
  };
}

/** Whether a stage normalises. */
export const isNorm = ({ stage }: Seen): boolean => kindOf(stage).includes("Norm");

const isPassedOn = (leaf: Seen) => isNorm(leaf) || kindOf(leaf.stage) === "dropout";

/** A stage that multiplies with a matrix or a kernel. Tables of an embedding are no such thing. */
function asLayer(leaf: Seen): WeightedLayer | undefined {
  const { stage } = leaf;
  if (!isLayer(stage) || isNorm(leaf) || stage.kind.startsWith("embedding")) return undefined;
  const { weight, bias } = stage.own;
  return weight === undefined || weight.rank < 2 ? undefined : { ...leaf, weight, bias };
}

function asActivation(leaf: Seen): SeenActivation | undefined {
  const kind = activationKind(leaf.stage);
  return kind === undefined ? undefined : { ...leaf, kind };
}

/** What a stage is called. */
export function kindOf(stage: Stage): string {
  return isLayer(stage) ? stage.kind : stage.name;
}

/** A block in a few words: `linear 128→64, relu`. */
export function describe({ layer, norms, activation }: Block): string {
  const stages = [...norms.map(({ stage }) => kindOf(stage)), ...(activation ? [activation.kind.name] : [])];
  if (layer === undefined) return stages.join(", ");
  const [outputs, inputs] = layer.weight.shape;
  const kind = kindOf(layer.stage);
  const sizes = kind.startsWith("convTranspose") ? `${outputs}→${inputs}` : `${inputs}→${outputs}`;
  return [`${kind} ${sizes}`, ...stages].join(", ");
}
