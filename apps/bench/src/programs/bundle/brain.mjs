// The smallest program that trains an MLP with SGD, in batches of one row.
import brain from "brain.js/browser.js"; // What it ships for browsers: its main file needs the streams of Node.

const net = new brain.NeuralNetwork({ hiddenLayers: [128, 64], activation: "relu", learningRate: 0.01 });
const row = { input: new Float32Array(784), output: new Float32Array(10) };
console.log(net.train([row], { iterations: 1 }));
