// One layer at a time in jax-js, a whole step jitted. A function uses its arguments up; `.ref` keeps one for later.
import { layerLearningRate, layers } from "../works.ts";
import { labels, numbers } from "./numbers.ts";

/** Steps of gradient descent on the mean of a layer's squared outputs. */
export async function layerSteps(jax, name) {
  const { numpy: np, jit, valueAndGrad, blockUntilReady, tree } = jax;
  const { x, parameters, forward } = makers[name](jax);
  const loss = (p, x) => np.mean(np.square(forward(p, x)));
  const step = jit((p, x) => {
    const [value, gradients] = valueAndGrad(loss)(tree.ref(p), x);
    return [value, tree.map((p, g) => p.sub(g.mul(layerLearningRate)), p, gradients)];
  });
  let current = parameters;
  await blockUntilReady([x, current]);
  const run = async () => {
    const [value, next] = step(current, x.ref);
    current = next;
    await blockUntilReady(current);
    value.dispose();
  };
  return { run, dispose: () => [x, current].forEach((held) => tree.dispose(held)) };
}

const count = (shape) => shape.reduce((a, b) => a * b, 1);
const random = ({ numpy: np }, shape, scale = 1) =>
  np.array(numbers(count(shape), -scale, scale)).reshape(shape);

const makers = {
  "layer-norm"(jax) {
    const { rows, width } = layers["layer-norm"];
    const np = jax.numpy;
    const forward = ({ weight, bias }, x) => {
      const centred = x.ref.sub(np.mean(x, -1, { keepdims: true }));
      const variance = np.mean(np.square(centred.ref), -1, { keepdims: true });
      return centred
        .div(np.sqrt(variance.add(1e-5)))
        .mul(weight)
        .add(bias);
    };
    return {
      x: random(jax, [rows, width]),
      parameters: { weight: np.ones([width]), bias: np.zeros([width]) },
      forward,
    };
  },
  softmax(jax) {
    const { rows, width } = layers.softmax;
    const forward = ({ table }, x) => jax.nn.softmax(table.add(x));
    return { x: jax.numpy.zeros([1]), parameters: { table: random(jax, [rows, width]) }, forward };
  },
  embedding(jax) {
    const { batch, length, words, width } = layers.embedding;
    const np = jax.numpy;
    const tokens = np.array(labels(batch * length, words)).reshape([batch, length]);
    const forward = ({ table }, tokens) => np.take(table, tokens, 0);
    return { x: tokens, parameters: { table: random(jax, [words, width]) }, forward };
  },
  attention(jax) {
    const { batch, length, width, heads } = layers.attention;
    const { numpy: np, nn } = jax;
    const weight = () => random(jax, [width, width], 0.1);
    const parameters = Object.fromEntries(
      ["q", "k", "v", "o"].map((name) => [name, { weight: weight(), bias: np.zeros([width]) }]),
    );
    const affine = (x, { weight, bias }) => np.matmul(x, weight).add(bias);
    const perHead = (x) => np.transpose(x.reshape([batch, length, heads, width / heads]), [0, 2, 1, 3]);
    const forward = ({ q, k, v, o }, x) => {
      const rows = x.reshape([batch * length, width]);
      const [query, key, value] = [affine(rows.ref, q), affine(rows.ref, k), affine(rows, v)].map(perHead);
      const scores = np.matmul(query, np.transpose(key, [0, 1, 3, 2])).mul(1 / Math.sqrt(width / heads));
      const mixed = np.transpose(np.matmul(nn.softmax(scores), value), [0, 2, 1, 3]);
      return affine(mixed.reshape([batch * length, width]), o);
    };
    return { x: random(jax, [batch, length, width]), parameters, forward };
  },
  lstm(jax) {
    const { batch, length, inputs, width } = layers.lstm;
    const { numpy: np, nn } = jax;
    const parameters = {
      input: random(jax, [inputs, 4 * width], 0.08),
      recurrent: random(jax, [width, 4 * width], 0.08),
      bias: np.zeros([4 * width]),
    };
    const forward = ({ input, recurrent, bias }, x) => {
      const gates = np
        .matmul(x.reshape([length * batch, inputs]), input)
        .add(bias)
        .reshape([length, batch, 4 * width]);
      let [hidden, cell] = [np.zeros([batch, width]), np.zeros([batch, width])];
      const outputs = Array.from({ length }, (_, time) => {
        const gate = gates.ref.slice(time).add(np.matmul(hidden, recurrent.ref));
        const part = (at) => gate.ref.slice([], [at * width, (at + 1) * width]);
        cell = nn
          .sigmoid(part(1))
          .mul(cell)
          .add(nn.sigmoid(part(0)).mul(np.tanh(part(2))));
        hidden = nn.sigmoid(part(3)).mul(np.tanh(cell.ref));
        gate.dispose();
        return hidden.ref;
      });
      [hidden, cell, recurrent, gates].forEach((held) => held.dispose());
      return np.stack(outputs);
    };
    return { x: random(jax, [length, batch, inputs]), parameters, forward };
  },
};
