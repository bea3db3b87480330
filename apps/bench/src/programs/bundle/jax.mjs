// The smallest program that trains an MLP with SGD on the wasm backend.
import { init, jit, nn, numpy, tree, valueAndGrad } from "@jax-js/jax";

await init("wasm");
const dense = (from, to) => ({
  weight: numpy.array(new Float32Array(from * to)).reshape([from, to]),
  bias: numpy.zeros([to]),
});
const affine = (x, { weight, bias }) => numpy.matmul(x, weight).add(bias);
const gradients = valueAndGrad((p, x, y) =>
  nn
    .logSoftmax(affine(nn.relu(affine(nn.relu(affine(x, p.a)), p.b)), p.c))
    .mul(y)
    .sum()
    .mul(-1 / 32),
);
const step = jit((p, x, y) => {
  const [loss, g] = gradients(tree.ref(p), x, y);
  return [loss, tree.map((p, g) => p.sub(g.mul(0.01)), p, g)];
});
const p = { a: dense(784, 128), b: dense(128, 64), c: dense(64, 10) };
const [loss] = step(p, numpy.zeros([32, 784]), numpy.zeros([32, 10]));
console.log((await loss.data())[0]);
