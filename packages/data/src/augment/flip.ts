import type { Augmentation } from "./augment.ts";
import { checkAmount, perImage } from "./images.ts";

/**
 * Swaps left and right, with a probability of one half unless given.
 *
 * @example
 * const images = { data: Float32Array.of(1, 2, 3), shape: [1, 1, 1, 3] };
 * const { inputs } = augment({ inputs: images, targets: images }, [flipHorizontal(1)], { seed: 1 });
 * inputs.data; // [3,2,1]
 */
export function flipHorizontal(probability = 0.5): Augmentation {
  return flip("flipHorizontal", probability, (y, x, _height, width) => [y, width - 1 - x]);
}

/**
 * Swaps top and bottom, with a probability of one half unless given.
 *
 * @example
 * const images = { data: Float32Array.of(1, 2, 3), shape: [1, 1, 3, 1] };
 * const { inputs } = augment({ inputs: images, targets: images }, [flipVertical(1)], { seed: 1 });
 * inputs.data; // [3,2,1]
 */
export function flipVertical(probability = 0.5): Augmentation {
  return flip("flipVertical", probability, (y, x, height) => [height - 1 - y, x]);
}

type Mirror = (y: number, x: number, height: number, width: number) => readonly [y: number, x: number];

function flip(operation: string, probability: number, mirror: Mirror): Augmentation {
  checkAmount(operation, "probability", probability, 1);
  return perImage(operation, ({ data, height, width }, to, { uniform }) => {
    if (uniform() >= probability) return to.data.set(data);
    for (let at = 0; at < data.length; at++) {
      const x = at % width;
      const y = Math.floor(at / width) % height;
      const [fromY, fromX] = mirror(y, x, height, width);
      to.data[at] = data[at + (fromY - y) * width + fromX - x];
    }
  });
}
