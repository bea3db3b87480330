// TensorFlow.js through its eager core API. Plain JavaScript: its types are there only after `--install-peers`.
import { training } from "../works.ts";
import { folderOf, requirePeer } from "./installed.mjs";
import { labels, numbers, oneHot, weights } from "./numbers.ts";
import { serve } from "./serve.ts";
import { layerSteps } from "./tfjs-layers.mjs";

const backend = process.argv[2];
const tf = requirePeer("@tensorflow/tfjs");

async function start() {
  if (backend === "wasm") {
    const wasm = requirePeer("@tensorflow/tfjs-backend-wasm");
    wasm.setWasmPaths(`${folderOf("@tensorflow/tfjs-backend-wasm")}/`);
  }
  await tf.setBackend(backend);
  await tf.ready();
  if (tf.getBackend() !== backend) throw new Error(`runs on ${tf.getBackend()}, not on ${backend}`);
}

function prepare(work) {
  if (work.kind === "train") return trainSteps(work);
  if (work.kind === "layer") return layerSteps(tf, work.layer);
  const { inputs, body } = operations[work.kind](work);
  return { run: () => body().dispose(), dispose: () => inputs.forEach((x) => x.dispose()) };
}

const random = (...shape) => tf.tensor(numbers(shape.reduce((a, b) => a * b)), shape, "float32");

const unaries = {
  relu: (x) => tf.relu(x),
  exp: (x) => tf.exp(x),
  tanh: (x) => tf.tanh(x),
  sigmoid: (x) => tf.sigmoid(x),
  gelu: (x) => tf.tidy(() => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))))),
};

const operations = {
  gemm({ m, k, n, transposeA, transposeB }) {
    const a = transposeA ? random(k, m) : random(m, k);
    const b = transposeB ? random(n, k) : random(k, n);
    return { inputs: [a, b], body: () => tf.matMul(a, b, transposeA, transposeB) };
  },
  conv({ batch, size, inputs, outputs, direction }) {
    const x = random(batch, size, size, inputs);
    const filter = random(3, 3, inputs, outputs);
    const gradient = random(batch, size, size, outputs);
    const bodies = {
      forward: () => tf.conv2d(x, filter, 1, "same"),
      "by-input": () => byInput(gradient, filter, x.shape),
      "by-weight": () => byWeight(x, gradient, filter.shape),
    };
    return { inputs: [x, filter, gradient], body: bodies[direction] };
  },
  map({ operation, size }) {
    const [x, y] = [random(size), random(size)];
    return {
      inputs: [x, y],
      body: operation === "add" ? () => tf.add(x, y) : () => unaries[operation](x),
    };
  },
  sum({ size }) {
    const x = random(size);
    return { inputs: [x], body: () => tf.sum(x) };
  },
  softmax({ rows, columns }) {
    const x = random(rows, columns);
    return { inputs: [x], body: () => tf.softmax(x) };
  },
};

const attributes = { strides: 1, pad: "same", dataFormat: "NHWC" };

function byInput(dy, filter, inputShape) {
  return tf.engine().runKernel("Conv2DBackpropInput", { dy, filter }, { ...attributes, inputShape });
}

function byWeight(x, dy, filterShape) {
  if (backend === "wasm") return byWeightOfDepthOne(x, dy, filterShape);
  return tf.engine().runKernel("Conv2DBackpropFilter", { x, dy }, { ...attributes, filterShape });
}

/** The wasm backend has no Conv2DBackpropFilter. Its counterpart in three dimensions, with depth 1, gives the same. */
function byWeightOfDepthOne(x, dy, filterShape) {
  const deep = (image) => tf.reshape(image, [image.shape[0], 1, ...image.shape.slice(1)]);
  const settings = { strides: [1, 1, 1], pad: "same", filterShape: [1, ...filterShape] };
  return tf.tidy(() =>
    tf
      .engine()
      .runKernel("Conv3DBackpropFilterV2", { x: deep(x), dy: deep(dy) }, settings)
      .reshape(filterShape),
  );
}

/** A convolution whose gradient the wasm backend has, too. */
const convolutionWithDetour = (x, filter) =>
  tf.customGrad((x, filter, save) => {
    save([x, filter]);
    const gradFunc = (dy, [x, filter]) => [byInput(dy, filter, x.shape), byWeight(x, dy, filter.shape)];
    return { value: tf.conv2d(x, filter, 1, "same"), gradFunc };
  })(x, filter);

const convolve = (x, [filter, bias]) => {
  const y = backend === "wasm" ? convolutionWithDetour(x, filter) : tf.conv2d(x, filter, 1, "same");
  return tf.relu(tf.add(y, bias));
};
const pool = (x) => tf.maxPool(x, 2, 2, "valid");
const affine = (x, [weight, bias]) => tf.add(tf.matMul(x, weight), bias);

const variables = (values, shape, outputs) => [
  tf.variable(tf.tensor(values, shape)),
  tf.variable(tf.zeros([outputs])),
];
const dense = (from, to) => variables(weights(from * to, from, to), [from, to], to);
const convolution = (from, to) => variables(weights(9 * from * to, 9 * from, 9 * to), [3, 3, from, to], to);

const models = {
  mlp: {
    layers: () => [dense(784, 128), dense(128, 64), dense(64, 10)],
    predict: (x, [a, b, c]) => affine(tf.relu(affine(tf.relu(affine(x, a)), b)), c),
  },
  "cnn-lite": {
    layers: () => [convolution(1, 8), convolution(8, 16), dense(784, 10)],
    predict: (x, [a, b, c]) => affine(pool(convolve(pool(convolve(x, a)), b)).reshape([-1, 784]), c),
  },
  "cnn-large": {
    layers: () => [convolution(1, 32), convolution(32, 64), dense(12544, 128), dense(128, 10)],
    predict: (x, [a, b, c, d]) =>
      affine(tf.relu(affine(pool(convolve(convolve(x, a), b)).reshape([-1, 12544]), c)), d),
  },
};

const { batches, learningRate, momentum, epsilon } = training;

function trainSteps({ model, batch, optimizer: rule }) {
  const { layers, predict } = models[model];
  const parameters = layers();
  const optimizer =
    rule === "adam"
      ? tf.train.adam(learningRate.adam, 0.9, 0.999, epsilon)
      : tf.train.momentum(learningRate[rule], momentum);
  const shape = model === "mlp" ? [batch, 784] : [batch, 28, 28, 1];
  const data = Array.from({ length: batches }, () => ({
    x: tf.tensor(numbers(batch * 784, 0, 1), shape),
    y: tf.tensor(oneHot(labels(batch)), [batch, 10]),
  }));
  let step = 0;
  const run = () => {
    const { x, y } = data[step++ % batches];
    optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, predict(x, parameters)), false);
  };
  const dispose = () => {
    [...parameters.flat(), ...data.flatMap(({ x, y }) => [x, y])].forEach((tensor) => tensor.dispose());
    optimizer.dispose();
  };
  return { run, dispose };
}

await start();
await serve({ version: `TensorFlow.js ${tf.version.tfjs}` }, prepare);
