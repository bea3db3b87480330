// One layer at a time, written with TensorFlow.js's eager core API.
import { layerLearningRate, layers } from "../works.ts";
import { labels, numbers } from "./numbers.ts";

/** Steps of gradient descent on the mean of a layer's squared outputs. */
export function layerSteps(tf, name) {
  const { inputs, parameters, forward } = makers[name](tf);
  const optimizer = tf.train.sgd(layerLearningRate);
  const run = () => optimizer.minimize(() => tf.mean(tf.square(forward())), false, parameters);
  const dispose = () => {
    [...inputs, ...parameters].forEach((tensor) => tensor.dispose());
    optimizer.dispose();
  };
  return { run, dispose };
}

const count = (shape) => shape.reduce((a, b) => a * b, 1);
const random = (tf, shape, scale = 1) => tf.tensor(numbers(count(shape), -scale, scale), shape, "float32");
const variable = (tf, shape, scale) => tf.variable(random(tf, shape, scale));
const zeros = (tf, shape) => tf.variable(tf.zeros(shape));

const makers = {
  "layer-norm"(tf) {
    const { rows, width } = layers["layer-norm"];
    const [x, weight, bias] = [random(tf, [rows, width]), tf.variable(tf.ones([width])), zeros(tf, [width])];
    const forward = () => {
      const { mean, variance } = tf.moments(x, -1, true);
      const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
      return tf.add(tf.mul(normal, weight), bias);
    };
    return { inputs: [x], parameters: [weight, bias], forward };
  },
  softmax(tf) {
    const { rows, width } = layers.softmax;
    const x = variable(tf, [rows, width]);
    return { inputs: [], parameters: [x], forward: () => tf.softmax(x) };
  },
  embedding(tf) {
    const { batch, length, words, width } = layers.embedding;
    const tokens = tf.tensor(labels(batch * length, words), [batch, length], "int32");
    const table = variable(tf, [words, width]);
    return { inputs: [tokens], parameters: [table], forward: () => tf.gather(table, tokens) };
  },
  attention(tf) {
    const { batch, length, width, heads } = layers.attention;
    const x = random(tf, [batch, length, width]);
    const [packed, packedBias] = [variable(tf, [width, 3 * width], 0.1), zeros(tf, [3 * width])];
    const [out, outBias] = [variable(tf, [width, width], 0.1), zeros(tf, [width])];
    const affine = (x, weight, bias) =>
      tf.add(tf.matMul(tf.reshape(x, [batch * length, width]), weight), bias);
    const perHead = (x) => tf.transpose(tf.reshape(x, [batch, length, heads, width / heads]), [0, 2, 1, 3]);
    const forward = () => {
      const [q, k, v] = tf.split(affine(x, packed, packedBias), 3, -1).map(perHead);
      const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(width / heads));
      const mixed = tf.transpose(tf.matMul(tf.softmax(scores), v), [0, 2, 1, 3]);
      return affine(mixed, out, outBias);
    };
    return { inputs: [x], parameters: [packed, packedBias, out, outBias], forward };
  },
  lstm(tf) {
    const { batch, length, inputs, width } = layers.lstm;
    const x = random(tf, [length, batch, inputs]);
    const [input, recurrent] = [
      variable(tf, [inputs, 4 * width], 0.08),
      variable(tf, [width, 4 * width], 0.08),
    ];
    const bias = zeros(tf, [4 * width]);
    const forward = () => {
      // One product for all times, as it does not depend on the state.
      const from = tf.matMul(tf.reshape(x, [length * batch, inputs]), input);
      const gates = tf.split(tf.add(from, bias), length);
      let [hidden, cell] = [tf.zeros([batch, width]), tf.zeros([batch, width])];
      const outputs = gates.map((gate) => {
        const [i, f, g, o] = tf.split(tf.add(gate, tf.matMul(hidden, recurrent)), 4, 1);
        cell = tf.add(tf.mul(tf.sigmoid(f), cell), tf.mul(tf.sigmoid(i), tf.tanh(g)));
        hidden = tf.mul(tf.sigmoid(o), tf.tanh(cell));
        return hidden;
      });
      return tf.stack(outputs);
    };
    return { inputs: [x], parameters: [input, recurrent, bias], forward };
  },
};
