import {
  loadStateDict,
  readSafetensors,
  stateDict,
  vocabularyOf,
  writeSafetensors,
  type Layer,
  type Normalization,
  type Vocabulary,
} from "piecewise";
import { activations, type ActivationName } from "./activations.ts";
import { buildModel, modelNames, type DataKind, type ModelName } from "./models.ts";

/** What it takes to build a model again and to read its answers. */
export interface About {
  readonly model: ModelName;
  readonly activation: ActivationName;
  readonly data: string;
  readonly kind: DataKind;
  /** Without the batch axis. */
  readonly inputShape: readonly number[];
  readonly outputs: number;
  /** The names of the classes, or the characters of a text. */
  readonly classes?: readonly string[];
  /** Of a table: which column was predicted, from which, and how these were scaled. */
  readonly target?: string;
  readonly features?: readonly string[];
  readonly scale?: Normalization;
}

/** A model from a file. */
export interface SavedModel {
  readonly model: Layer;
  readonly about: About;
  /** Of a model of text. */
  readonly vocabulary?: Vocabulary;
}

export function modelFor({ model, activation, kind, inputShape, outputs }: About): Layer {
  return buildModel(model, { kind, inputShape, outputs, activation: activations[activation] });
}

/** Writes weights with PyTorch's names, and what they are for, to a safetensors file. */
export function saveModel(path: string, model: Layer, about: About): Promise<void> {
  return writeSafetensors(path, stateDict(model), {
    metadata: { format: "pt", [key]: JSON.stringify(about) },
  });
}

/** Builds the model that `saveModel` wrote. */
export async function loadModel(path: string): Promise<SavedModel> {
  const { tensors, metadata } = await readSafetensors(path);
  const about = aboutIn(path, metadata[key]);
  const model = modelFor(about);
  loadStateDict(model, tensors);
  return {
    model,
    about,
    ...(about.kind === "text" ? { vocabulary: vocabularyOf(about.classes!.join("")) } : {}),
  };
}

/** The name of the metadata. */
const key = "piecewise.example";

function aboutIn(path: string, text: string | undefined): About {
  const about = text === undefined ? undefined : (JSON.parse(text) as About);
  if (about !== undefined && modelNames.includes(about.model) && about.activation in activations)
    return about;
  throw new Error(`${path} does not say what it is for; give a file that \`pnpm train --save\` wrote`);
}
