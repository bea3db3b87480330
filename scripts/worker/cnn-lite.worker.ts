/** The module of a worker that trains a small convolutional network on digits, on WebAssembly. */
import { adam, conv2d, crossEntropy, digits, flatten, linear, maxPool2d, relu, sequential, serveTraining, useBackend, wasm } from "../../packages/piecewise/src/index.ts"; // prettier-ignore

serveTraining(({ epochs }: { readonly epochs: number }) => {
  useBackend(wasm());
  const model = sequential(
    conv2d(1, 8, { kernelSize: 3, padding: 1 }),
    relu,
    maxPool2d(2),
    conv2d(8, 16, { kernelSize: 3, padding: 1 }),
    relu,
    maxPool2d(2),
    flatten(),
    linear(784, 10),
  );
  const optimizer = adam(model.parameters);
  return { model, optimizer, data: digits({ count: 2048, seed: 0 }), loss: crossEntropy, epochs };
});
