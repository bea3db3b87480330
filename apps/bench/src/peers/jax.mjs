// jax-js on its wasm backend, everything jitted: a whole training step is one function. Plain JavaScript: its types are
// there only after `--install-peers`. In jax-js a function uses its arguments up; `.ref` keeps one for later.
import { training } from "../works.ts";
import { importPeer } from "./installed.mjs";
import { layerSteps } from "./jax-layers.mjs";
import { labels, numbers, oneHot, weights } from "./numbers.ts";
import { serve } from "./serve.ts";

const jax = await importPeer("@jax-js/jax");
const { numpy: np, nn, lax, jit, grad, valueAndGrad, blockUntilReady, tree } = jax;

const array = (values, shape) => np.array(values).reshape(shape);
const random = (...shape) => array(numbers(shape.reduce((a, b) => a * b)), shape);

async function prepare(work) {
  if (work.kind === "train") return trainSteps(work);
  if (work.kind === "layer") return layerSteps(jax, work.layer);
  const { inputs, body } = operations[work.kind](work);
  await blockUntilReady(inputs);
  const compiled = jit(body);
  const run = async () => {
    const y = compiled(...inputs.map((x) => x.ref));
    await y.blockUntilReady();
    y.dispose();
  };
  return { run, dispose: () => inputs.forEach((x) => x.dispose()) };
}

const unaries = {
  relu: nn.relu,
  exp: np.exp,
  tanh: np.tanh,
  sigmoid: nn.sigmoid,
  gelu: (x) => nn.gelu(x, { approximate: false }),
};
const convolve = (x, weight) => lax.conv(x, weight, [1, 1], "SAME");

const operations = {
  gemm({ m, k, n, transposeA, transposeB }) {
    const a = transposeA ? random(k, m) : random(m, k);
    const b = transposeB ? random(n, k) : random(k, n);
    const stand = (x, isTransposed) => (isTransposed ? np.transpose(x) : x);
    return { inputs: [a, b], body: (a, b) => np.matmul(stand(a, transposeA), stand(b, transposeB)) };
  },
  conv({ batch, size, inputs, outputs, direction }) {
    const x = random(batch, inputs, size, size);
    const weight = random(outputs, inputs, 3, 3);
    if (direction === "forward") return { inputs: [x, weight], body: convolve };
    const gradient = random(batch, outputs, size, size);
    // Linear in both operands, so this gradient is the backward kernel and nothing else.
    const weighted = (x, weight, gradient) => convolve(x, weight).mul(gradient).sum();
    const body = grad(weighted, { argnums: direction === "by-input" ? 0 : 1 });
    return { inputs: [x, weight, gradient], body };
  },
  map({ operation, size }) {
    if (operation === "add") return { inputs: [random(size), random(size)], body: (x, y) => x.add(y) };
    return { inputs: [random(size)], body: (x) => unaries[operation](x) };
  },
  sum: ({ size }) => ({ inputs: [random(size)], body: (x) => x.sum() }),
  softmax: ({ rows, columns }) => ({ inputs: [random(rows, columns)], body: (x) => nn.softmax(x) }),
};

const dense = (from, to) => ({
  weight: array(weights(from * to, from, to), [from, to]),
  bias: np.zeros([to]),
});
const convolution = (from, to) => ({
  weight: array(weights(9 * from * to, 9 * from, 9 * to), [to, from, 3, 3]),
  bias: np.zeros([1, to, 1, 1]),
});
const affine = (x, { weight, bias }) => np.matmul(x, weight).add(bias);
const convolved = (x, { weight, bias }) => nn.relu(convolve(x, weight).add(bias));
const pool = (x) => lax.reduceWindow(x, (window) => np.max(window), [2, 2], [2, 2]);

const models = {
  mlp: {
    layers: () => ({ a: dense(784, 128), b: dense(128, 64), c: dense(64, 10) }),
    predict: ({ a, b, c }, x) => affine(nn.relu(affine(nn.relu(affine(x, a)), b)), c),
  },
  "cnn-lite": {
    layers: () => ({ a: convolution(1, 8), b: convolution(8, 16), c: dense(784, 10) }),
    predict: ({ a, b, c }, x) => affine(pool(convolved(pool(convolved(x, a)), b)).reshape([-1, 784]), c),
  },
  "cnn-large": {
    layers: () => ({
      ...{ a: convolution(1, 32), b: convolution(32, 64) },
      ...{ c: dense(12544, 128), d: dense(128, 10) },
    }),
    predict: ({ a, b, c, d }, x) =>
      affine(nn.relu(affine(pool(convolved(convolved(x, a), b)).reshape([-1, 12544]), c)), d),
  },
};

const { batches, learningRate, momentum, epsilon } = training;

/** One step as a function from a state to the next: gradients and the optimizer's rule. */
const steps = {
  "sgd-momentum": (gradients) => (state, x, y) => {
    const [loss, g] = gradients(tree.ref(state.p), x, y);
    const v = tree.map((v, g) => v.mul(momentum).add(g), state.v, g);
    const p = tree.map((p, v) => p.sub(v.mul(learningRate["sgd-momentum"])), state.p, tree.ref(v));
    return [loss, { p, v }];
  },
  adam: (gradients) => (state, x, y) => {
    const [loss, g] = gradients(tree.ref(state.p), x, y);
    const m = tree.map((m, g) => m.mul(0.9).add(g.mul(0.1)), state.m, tree.ref(g));
    const v = tree.map((v, g) => v.mul(0.999).add(g.ref.mul(g).mul(0.001)), state.v, g);
    const [k1, k2] = [state.k1.mul(0.9), state.k2.mul(0.999)];
    const [c1, c2] = [np.array(1).sub(k1.ref), np.array(1).sub(k2.ref)];
    const change = (m, v) =>
      m
        .div(c1.ref)
        .mul(learningRate.adam)
        .div(np.sqrt(v.div(c2.ref)).add(epsilon));
    const p = tree.map((p, m, v) => p.sub(change(m, v)), state.p, tree.ref(m), tree.ref(v));
    c1.dispose();
    c2.dispose();
    return [loss, { p, m, v, k1, k2 }];
  },
};

const zerosLike = (parameters) => tree.map((x) => np.zeros(x.shape), parameters);
const states = {
  "sgd-momentum": (p) => ({ p, v: zerosLike(p) }),
  adam: (p) => ({ p, m: zerosLike(p), v: zerosLike(p), k1: np.array(1), k2: np.array(1) }),
};

async function trainSteps({ model, batch, optimizer }) {
  const { layers, predict } = models[model];
  const loss = (p, x, y) =>
    nn
      .logSoftmax(predict(p, x))
      .mul(y)
      .sum()
      .mul(-1 / batch);
  const step = jit(steps[optimizer](valueAndGrad(loss)));
  const shape = model === "mlp" ? [batch, 784] : [batch, 1, 28, 28];
  const data = Array.from({ length: batches }, () => ({
    x: array(numbers(batch * 784, 0, 1), shape),
    y: array(oneHot(labels(batch)), [batch, 10]),
  }));
  let state = states[optimizer](layers());
  await blockUntilReady([...data.flatMap(({ x, y }) => [x, y]), state]);
  let taken = 0;
  const run = async () => {
    const { x, y } = data[taken++ % batches];
    const [value, next] = step(state, x.ref, y.ref);
    state = next;
    await blockUntilReady(state);
    value.dispose();
  };
  return { run, dispose: () => [state, ...data].forEach((held) => tree.dispose(held)) };
}

await jax.init("wasm");
jax.defaultDevice("wasm");
await serve({ version: "jax-js" }, prepare);
