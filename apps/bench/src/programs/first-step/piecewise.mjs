// One training step as a user's program takes it, from the packages as they are built: backend, number of threads.
import { crossEntropy, linear, ready, relu, sequential, sgd, tensor, trainStep } from "piecewise";
import { labels, pixels, rows } from "./batch.mjs";

await ready({ backend: process.argv[2], threads: Number(process.argv[3]) });
const model = sequential(linear(784, 128), relu, linear(128, 64), relu, linear(64, 10));
const optimizer = sgd(model.parameters, { learningRate: 0.01, momentum: 0.9 });
const batch = { inputs: tensor(pixels, { shape: [rows, 784] }), targets: tensor(labels) };
console.log(await trainStep(model, batch, { loss: crossEntropy, optimizer }).item());
