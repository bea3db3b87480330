import { paddedClasses } from "./cross-entropy.ts";
import { backwardByInput, backwardByParameters, dense, denseSize, forward } from "./dense.ts";
import type { Architecture } from "./network.ts";
import type { Buffer, Operand } from "./static-step.ts";

const sizes = [
  [784, 128],
  [128, 64],
  [64, paddedClasses],
] as const;

/** 784-128-64-10 with ReLU. */
export const mlp: Architecture = {
  parameterCount: sizes.reduce((sum, [inputs, outputs]) => sum + denseSize(inputs, outputs), 0),
  arrange: (images) => images,
  emit(step, parameters, rows) {
    const layers = sizes.map((size) =>
      dense(step, parameters, size, { rows, relu: size[1] !== paddedClasses }),
    );
    const outputs: Buffer[] = [];
    const inputOf = (i: number): Operand => (i === 0 ? "inputs" : outputs[i - 1]);
    layers.forEach((layer, i) => outputs.push(forward(step, layer, inputOf(i))));
    const backward = (gradient: Buffer) => {
      let behind = gradient;
      for (let i = layers.length - 1; i >= 0; i--) {
        backwardByParameters(step, layers[i], [inputOf(i), outputs[i], behind]);
        if (i > 0) behind = backwardByInput(step, layers[i], behind);
      }
    };
    return { layers, logits: outputs[2], backward };
  },
};
