// One training step with jax-js, jitted.
import { importPeer } from "../../peers/installed.mjs";
import { oneHot, pixels, rows } from "./batch.mjs";

const { blockUntilReady, defaultDevice, init, jit, nn, numpy, tree, valueAndGrad } =
  await importPeer("@jax-js/jax");
await init("wasm");
defaultDevice("wasm");

const dense = (from, to) => ({
  weight: numpy
    .array(Float32Array.from({ length: from * to }, () => (Math.random() - 0.5) * 0.1))
    .reshape([from, to]),
  bias: numpy.zeros([to]),
});
const affine = (x, { weight, bias }) => numpy.matmul(x, weight).add(bias);
const gradients = valueAndGrad((p, x, y) =>
  nn
    .logSoftmax(affine(nn.relu(affine(nn.relu(affine(x, p.a)), p.b)), p.c))
    .mul(y)
    .sum()
    .mul(-1 / rows),
);
const step = jit((p, v, x, y) => {
  const [loss, g] = gradients(tree.ref(p), x, y);
  const next = tree.map((v, g) => v.mul(0.9).add(g), v, g);
  const changed = tree.map((p, v) => p.sub(v.mul(0.01)), p, tree.ref(next));
  return [loss, changed, next];
});
const p = { a: dense(784, 128), b: dense(128, 64), c: dense(64, 10) };
const v = tree.map((x) => numpy.zeros(x.shape), p);
const x = numpy.array(pixels).reshape([rows, 784]);
const y = numpy.array(oneHot()).reshape([rows, 10]);
const [loss, changed] = step(p, v, x, y);
await blockUntilReady(changed);
console.log((await loss.data())[0]);
