import { loadStateDict, mul, parseSafetensors, safetensorsBytes, stateDict, type Layer } from "piecewise";
import { read } from "./read.ts";

/** A model's weights as a safetensors file, with PyTorch's names: all of the same step, also while it trains. */
export async function weightsFile(model: Layer): Promise<Uint8Array<ArrayBuffer>> {
  const entries = Object.entries(stateDict(model));
  const numbers = await read(() => entries.map(([, weight]) => mul(weight, 1)));
  const arrays = entries.map(([name, { shape }], i) => [name, { shape, data: numbers[i] }] as const);
  return safetensorsBytes(Object.fromEntries(arrays));
}

/** Gives a model the weights of such a file. A file that is damaged or does not fit is refused, and nothing changes. */
export function loadWeights(model: Layer, file: Uint8Array): void {
  loadStateDict(model, parseSafetensors(file).tensors);
}
