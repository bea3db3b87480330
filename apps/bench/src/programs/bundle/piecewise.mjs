// The smallest program that trains an MLP with SGD on the wasm backend.
import { crossEntropy, linear, relu, sequential, sgd, tensor, trainStep, useBackend, wasm } from "piecewise";

useBackend(wasm());
const model = sequential(linear(784, 128), relu, linear(128, 64), relu, linear(64, 10));
const optimizer = sgd(model.parameters, { learningRate: 0.01 });
const inputs = tensor(new Float32Array(32 * 784), { shape: [32, 784] });
const targets = tensor(new Int32Array(32));
console.log(await trainStep(model, { inputs, targets }, { loss: crossEntropy, optimizer }).item());
