// The smallest program that trains an MLP with SGD on the wasm backend, with imports that can be shaken.
import {
  add,
  losses,
  matMul,
  oneHot,
  randomNormal,
  relu,
  setBackend,
  train,
  variable,
  zeros,
} from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import "@tensorflow/tfjs-backend-wasm";

await setBackend("wasm");
const dense = (from, to) => [variable(randomNormal([from, to], 0, 0.05)), variable(zeros([to]))];
const affine = (x, [weight, bias]) => add(matMul(x, weight), bias);
const [a, b, c] = [dense(784, 128), dense(128, 64), dense(64, 10)];
const x = zeros([32, 784]);
const y = oneHot(zeros([32], "int32"), 10);
const predict = () => affine(relu(affine(relu(affine(x, a)), b)), c);
const loss = train.sgd(0.01).minimize(() => losses.softmaxCrossEntropy(y, predict()), true);
console.log((await loss.data())[0]);
