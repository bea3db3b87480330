import type { ActivationName } from "./activation-names.ts";
import type { Found } from "./own/own-data.ts";
import type { Settings } from "./settings.ts";

/** What a network has to know of the data. */
export interface DataShape {
  /** Of one row, such as [2] or [1, 28, 28]. */
  readonly input: readonly number[];
  readonly classes: number;
  /** Of own data. */
  readonly own?: Found;
}

/** A stage of the network, to be made or to be written down. */
export type PlannedStage =
  | { readonly is: "flatten" }
  | { readonly is: "maxPool2d" }
  | { readonly is: "linear"; readonly inputs: number; readonly units: number }
  | { readonly is: "conv2d"; readonly inputs: number; readonly units: number }
  | { readonly is: "activation"; readonly name: ActivationName };

/** The stages of the settings' network: layers and activations in turn, and a last layer that gives a number for each class. */
export function planOf(settings: Settings, { input, classes }: DataShape): readonly PlannedStage[] {
  const { layers } = settings;
  const isConvolved = isCnn(settings, input);
  const [inputs, ...sides] = isConvolved ? input : [product(input)];
  const sizes = [inputs, ...layers.map(({ units }) => units)];
  const places = product(sides.map((side) => Math.floor(side / 2 ** layers.length)));
  const hidden = layers.flatMap(({ units, activation }, i): PlannedStage[] => [
    { is: isConvolved ? "conv2d" : "linear", inputs: sizes[i], units },
    { is: "activation", name: activation },
    ...(isConvolved ? [{ is: "maxPool2d" } as const] : []),
  ]);
  const flat: readonly PlannedStage[] = isImage(input) ? [{ is: "flatten" }] : [];
  const last = { is: "linear", inputs: sizes[layers.length] * places, units: classes } as const;
  return isConvolved ? [...hidden, ...flat, last] : [...flat, ...hidden, last];
}

/** Whether hidden layers are convolutions: rows that are no images get an MLP. */
export const isCnn = ({ model }: Settings, input: DataShape["input"]): boolean =>
  model === "cnn-lite" && isImage(input);

export const isImage = (input: DataShape["input"]): boolean => input.length > 1;

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
