import { DataError } from "../data-error.ts";
import { rowSize } from "../rows.ts";
import type { Augmentation } from "./augment.ts";
import { checkAmount } from "./images.ts";

/**
 * Adds normal noise of a standard deviation to each number of the inputs, images or not.
 *
 * @example
 * const { inputs } = augment(moons({ count: 10, seed: 1 }), [gaussianNoise(0.1)], { seed: 1 });
 * inputs.shape; // [10,2]
 */
export function gaussianNoise(deviation: number): Augmentation {
  checkAmount("gaussianNoise", "deviation", deviation);
  return (batch, numbers) => {
    const { data, shape } = batch.inputs;
    if (!(data instanceof Float32Array))
      throw new DataError(
        "gaussianNoise",
        `inputs in ${data.constructor.name}; give numbers in a Float32Array`,
      );
    const width = rowSize(batch.inputs);
    const noisy = data.map((value, at) => value + deviation * numbers[Math.floor(at / width)].normal());
    return { ...batch, inputs: { data: noisy, shape } };
  };
}
