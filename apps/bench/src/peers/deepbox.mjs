// Deepbox through its modules and optimizers, on its CPU backend in JavaScript: its wasm backend only adds, subtracts,
// multiplies and divides. Plain JavaScript: its types are there only after `--install-peers`.
import { training } from "../works.ts";
import { importPeer } from "./installed.mjs";
import { labels, numbers } from "./numbers.ts";
import { serve } from "./serve.ts";

const [nd, nn, optim] = await Promise.all(
  ["ndarray", "nn", "optim"].map((part) => importPeer(`deepbox/${part}`)),
);

const shaped = (values, shape) => nd.reshape(nd.tensor(values), shape);
const random = (...shape) => shaped(numbers(shape.reduce((a, b) => a * b)), shape);

function prepare(work) {
  if (work.kind === "train") return trainSteps(work);
  return { run: operations[work.kind](work) };
}

const operations = {
  gemm({ m, k, n, transposeA, transposeB }) {
    const a = transposeA ? nd.transpose(random(k, m)) : random(m, k);
    const b = transposeB ? nd.transpose(random(n, k)) : random(k, n);
    return () => nd.dot(a, b);
  },
  conv({ batch, size, inputs, outputs, direction }) {
    if (direction !== "forward")
      throw new Error("has no gradient of a convolution apart from its forward pass");
    const convolution = new nn.Conv2d(inputs, outputs, 3, { padding: 1, bias: false });
    const x = random(batch, inputs, size, size);
    return () => nd.noGrad(() => convolution.forward(x));
  },
  map({ operation, size }) {
    if (operation === "gelu") throw new Error("has the approximation with tanh, not the exact one");
    const [x, y] = [random(size), random(size)];
    return operation === "add" ? () => nd.add(x, y) : () => nd[operation](x);
  },
  sum({ size }) {
    const x = random(size);
    return () => nd.sum(x);
  },
  softmax({ rows, columns }) {
    const x = random(rows, columns);
    return () => nd.softmax(x, 1);
  },
};

const convolve = (from, to) => [new nn.Conv2d(from, to, 3, { padding: 1 }), new nn.ReLU()];

/** Its pooling gives float64 both ways, which its other layers refuse. */
class Pool extends nn.Module {
  pool = new nn.MaxPool2d(2);
  forward = (x) => this.pool.forward(x.astype("float64")).astype("float32");
}
const dense = (from, to) => new nn.Linear(from, to);

const models = {
  mlp: () => [dense(784, 128), new nn.ReLU(), dense(128, 64), new nn.ReLU(), dense(64, 10)],
  "cnn-lite": () => [
    ...convolve(1, 8),
    new Pool(),
    ...convolve(8, 16),
    new Pool(),
    new nn.Flatten(),
    dense(784, 10),
  ],
  "cnn-large": () => [
    ...[...convolve(1, 32), ...convolve(32, 64), new Pool(), new nn.Flatten()],
    ...[dense(12544, 128), new nn.ReLU(), dense(128, 10)],
  ],
};

const { batches, learningRate, momentum, epsilon } = training;
const optimizers = {
  adam: (parameters) => new optim.Adam(parameters, { lr: learningRate.adam, eps: epsilon }),
  "sgd-momentum": (parameters) => new optim.SGD(parameters, { lr: learningRate["sgd-momentum"], momentum }),
};

function trainSteps({ model: name, batch, optimizer: rule }) {
  const model = new nn.Sequential(...models[name]());
  const optimizer = optimizers[rule](model.parameters());
  const shape = name === "mlp" ? [batch, 784] : [batch, 1, 28, 28];
  const data = Array.from({ length: batches }, () => ({
    x: nd.parameter(shaped(numbers(batch * 784, 0, 1), shape), { requiresGrad: false }),
    y: nd.tensor(labels(batch)),
  }));
  let step = 0;
  const run = () => {
    const { x, y } = data[step++ % batches];
    optimizer.zeroGrad();
    nn.crossEntropyLoss(model.forward(x), y).backward();
    optimizer.step();
  };
  return { run };
}

await serve({ version: "Deepbox 1.0.0" }, prepare);
