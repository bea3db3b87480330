// One training step with TensorFlow.js: backend.
import { folderOf, requirePeer } from "../../peers/installed.mjs";
import { oneHot, pixels, rows } from "./batch.mjs";

const tf = requirePeer("@tensorflow/tfjs");
const backend = process.argv[2];
if (backend === "wasm")
  requirePeer("@tensorflow/tfjs-backend-wasm").setWasmPaths(`${folderOf("@tensorflow/tfjs-backend-wasm")}/`);
await tf.setBackend(backend);
await tf.ready();

const dense = (from, to) => [tf.variable(tf.randomNormal([from, to], 0, 0.05)), tf.variable(tf.zeros([to]))];
const affine = (x, [weight, bias]) => tf.add(tf.matMul(x, weight), bias);
const [a, b, c] = [dense(784, 128), dense(128, 64), dense(64, 10)];
const x = tf.tensor(pixels, [rows, 784]);
const y = tf.tensor(oneHot(), [rows, 10]);
const predict = () => affine(tf.relu(affine(tf.relu(affine(x, a)), b)), c);
const optimizer = tf.train.momentum(0.01, 0.9);
const loss = optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, predict()), true);
console.log((await loss.data())[0]);
