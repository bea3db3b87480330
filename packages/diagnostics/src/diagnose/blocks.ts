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
  readonly layer?: Seen & { readonly weight: Parameter; readonly bias?: Parameter };
  readonly norms: readonly Seen[];
  readonly activation?: Seen & { readonly kind: ActivationKind };
  /** The activation's input, or the layer's output: what should neither fade nor grow. */
  readonly signal: Tensor;
  /** Where the units lie in it. */
  readonly unitAxis: number;
}

/** The blocks of a model, in the order in which they ran. What belongs together is known by the tensors that pass. */
export function blocksOf(seen: readonly Seen[]): Block[] {
  const leaves = seen.filter(({ path }) => !seen.some((other) => other.path.startsWith(`${path}.`)));
  const from = new Map(leaves.map((leaf) => [leaf.output, leaf]));
  const behind = new Map<Seen, Block["activation"]>();
  const blocks: Block[] = [];
  for (const leaf of leaves) {
    const kind = activationKind(leaf.stage);
    if (kind === undefined) continue;
    const layer = layerBefore(leaf, from).layer;
    if (layer === undefined) behind.set(leaf, { ...leaf, kind });
    else behind.set(layer, { ...leaf, kind });
  }
  for (const leaf of leaves) {
    const block = blockFrom(leaf, behind.get(leaf), from);
    if (block !== undefined) blocks.push(block);
  }
  return blocks;
}

function blockFrom(leaf: Seen, activation: Block["activation"], from: ReadonlyMap<Tensor, Seen>) {
  const { weight, bias } = weightsOf(leaf.stage);
  const { path } = leaf;
  if (weight === undefined) {
    if (activation === undefined) return undefined;
    const signal = activation.input;
    return { path, norms: [], activation, signal, unitAxis: signal.rank === 4 ? 1 : signal.rank - 1 };
  }
  const norms = activation === undefined ? [] : layerBefore(activation, from).norms;
  const signal = activation?.input ?? leaf.output;
  const isImage = kindOf(leaf.stage).startsWith("conv");
  const layer = { ...leaf, weight, ...(bias === undefined ? {} : { bias }) };
  const unitAxis = isImage ? signal.rank - (weight.rank - 1) : signal.rank - 1;
  return { path, layer, norms, ...(activation === undefined ? {} : { activation }), signal, unitAxis };
}

/** The layer whose output comes to a stage unchanged but for normalisations, and these. */
function layerBefore({ input }: Seen, from: ReadonlyMap<Tensor, Seen>) {
  const norms: Seen[] = [];
  for (let leaf = from.get(input); leaf !== undefined; leaf = from.get(leaf.input)) {
    if (weightsOf(leaf.stage).weight !== undefined) return { layer: leaf, norms };
    if (!kindOf(leaf.stage).includes("Norm")) break;
    norms.unshift(leaf);
  }
  return { layer: undefined, norms: [] };
}

/** The matrix or kernel that a layer multiplies with, and its bias. Tables of an embedding are no such thing. */
function weightsOf(stage: Stage): { weight?: Parameter; bias?: Parameter } {
  if (!isLayer(stage) || stage.kind.startsWith("embedding")) return {};
  const { weight, bias } = stage.own;
  return weight === undefined || weight.rank < 2 ? {} : { weight, ...(bias === undefined ? {} : { bias }) };
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
