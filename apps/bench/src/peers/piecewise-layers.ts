import {
  backward,
  embedding,
  layerNorm,
  lstm,
  multiHeadAttention,
  operations,
  parameter,
  scope,
  sgd,
  tensor,
} from "piecewise";
import type { Parameter, Tensor } from "piecewise";
import { layerLearningRate, layers, type LayerName, type LayerWork } from "../works.ts";
import { labels, numbers } from "./numbers.ts";
import type { Prepared } from "./serve.ts";

/** A layer, what goes into it, and what a step changes. */
interface Layered {
  readonly forward: () => Tensor;
  readonly inputs: readonly Tensor[];
  readonly parameters: readonly Parameter[];
}

/** Steps of gradient descent on the mean of a layer's squared outputs. */
export function layerSteps({ layer }: LayerWork): Prepared {
  const { forward, inputs, parameters } = makers[layer]();
  const optimizer = sgd(parameters, { learningRate: layerLearningRate });
  const run = () => scope(() => optimizer.step(backward(operations.mean(operations.square(forward())))));
  const dispose = () => [...inputs, ...parameters].forEach((x) => x.dispose());
  return { run, dispose };
}

const random = (...shape: number[]): Tensor => tensor(numbers(shape.reduce((a, b) => a * b)), { shape });

const makers: Readonly<Record<LayerName, () => Layered>> = {
  "layer-norm"() {
    const { rows, width } = layers["layer-norm"];
    return layered(layerNorm(width), random(rows, width));
  },
  softmax() {
    const { rows, width } = layers.softmax;
    const x = parameter(random(rows, width));
    return { forward: () => operations.softmax(x), inputs: [], parameters: [x] };
  },
  embedding() {
    const { batch, length, words, width } = layers.embedding;
    return layered(
      embedding(words, width),
      tensor(labels(batch * length, words), { shape: [batch, length] }),
    );
  },
  attention() {
    const { batch, length, width, heads } = layers.attention;
    return layered(multiHeadAttention(width, heads, { batchFirst: true }), random(batch, length, width));
  },
  lstm() {
    const { batch, length, inputs, width } = layers.lstm;
    return layered(lstm(inputs, width, { batchFirst: true }), random(batch, length, inputs));
  },
};

function layered(
  model: ((x: Tensor) => Tensor) & { readonly parameters: readonly Parameter[] },
  x: Tensor,
): Layered {
  return { forward: () => model(x), inputs: [x], parameters: model.parameters };
}
