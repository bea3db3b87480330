// The smallest program that trains an MLP with SGD on the wasm backend.
import {
  backward,
  crossEntropy,
  linear,
  relu,
  scope,
  sequential,
  sgd,
  tensor,
  useBackend,
  wasm,
} from "piecewise";

useBackend(wasm());
const model = sequential(linear(784, 128), relu, linear(128, 64), relu, linear(64, 10));
const optimizer = sgd(model.parameters, { learningRate: 0.01 });
const inputs = tensor(new Float32Array(32 * 784), { shape: [32, 784] });
const targets = tensor(new Int32Array(32));
const loss = scope(() => {
  const value = crossEntropy(model(inputs), targets);
  optimizer.step(backward(value));
  return value;
});
console.log(await loss.item());
