import {
  adam,
  conv2d,
  crossEntropy,
  fit,
  flatten,
  linear,
  maxPool2d,
  relu,
  seeded,
  sequential,
  useBackend,
  wasm,
  type Callback,
  type Dataset,
} from "../../packages/piecewise/src/index.ts";

const [rows, side, classes] = [256, 12, 4];

/** Pictures of noise with a bright stripe; which quarter it lies in is the class. */
function stripes(): Dataset {
  const noise = seeded(1).uniform(rows * side * side, "float32");
  const labels = Int32Array.from({ length: rows }, (_, i) => i % classes);
  const pixels = Float32Array.from(noise, (dark, i) => {
    const row = Math.floor(i / side) % side;
    const isBright = Math.floor((row * classes) / side) === labels[Math.floor(i / (side * side))];
    return dark * 0.5 + (isBright ? 0.5 : 0);
  });
  return {
    inputs: { data: pixels, shape: [rows, 1, side, side] },
    targets: { data: labels, shape: [rows] },
  };
}

/** The losses of all steps of a small network with convolutions, and how many threads had a part in the last. */
export async function trainSmallNetwork(threads: number): Promise<{ losses: number[]; threads: number }> {
  const backend = wasm({ threads });
  // Workers need a moment to start; a machine that is busy with other things, several.
  for (let waited = 0; backend.threads < threads && waited < 10_000; waited += 10)
    await new Promise((resolve) => setTimeout(resolve, 10));
  useBackend(backend);
  const random = seeded(2);
  const model = sequential(
    conv2d(1, 8, { kernelSize: 3, padding: 1, random }),
    relu,
    maxPool2d(2),
    conv2d(8, 16, { kernelSize: 3, padding: 1, random }),
    relu,
    maxPool2d(2),
    flatten(),
    linear(144, classes, { random }),
  );
  const losses: number[] = [];
  const note: Callback = { onStep: async ({ loss }) => void losses.push(await loss()) };
  const optimizer = adam(model.parameters, { learningRate: 0.01 });
  await fit(model, { data: stripes(), loss: crossEntropy, optimizer, epochs: 4, callbacks: [note] });
  const taking = backend.threads;
  backend.dispose();
  return { losses, threads: taking };
}
