import { setTimeout as sleep } from "node:timers/promises";
import { wasm } from "@piecewise/backend-wasm";
import {
  gelu,
  js,
  noGrad,
  relu,
  operations,
  parameter,
  scope,
  tensor,
  useBackend,
  type Tensor,
} from "piecewise";
import type { Convolution, Gemm, MapOperation, Operation as OperationWork, ServedWork } from "../works.ts";
import { numbers } from "./numbers.ts";
import { layerSteps } from "./piecewise-layers.ts";
import { training } from "./piecewise-training.ts";
import { serve, type Prepared } from "./serve.ts";

const [backend, threads] = [process.argv[2], Number(process.argv[3])];

/** Workers need a few milliseconds to start; nothing is measured before they have. */
async function startWasm(): Promise<void> {
  const started = wasm({ threads });
  useBackend(started);
  for (let waited = 0; started.threads < threads; waited++) {
    if (waited > 1000) throw new Error(`only ${started.threads} of ${threads} threads have started`);
    await sleep(5);
  }
}

function prepare(work: ServedWork): Prepared {
  if (work.kind === "train") return training(work);
  if (work.kind === "layer") return layerSteps(work);
  const { body, inputs } = operation(work);
  return { run: () => scope(() => void body()), dispose: () => inputs.forEach((x) => x.dispose()) };
}

interface Operation {
  readonly inputs: readonly Tensor[];
  readonly body: () => Tensor;
}

function operation(work: OperationWork): Operation {
  switch (work.kind) {
    case "gemm":
      return product(work);
    case "conv":
      return convolution(work);
    case "map":
      return mapped(work.operation, work.size);
    case "sum":
      return unary(random(work.size), (x) => operations.sum(x));
    case "softmax":
      return unary(random(work.rows, work.columns), (x) => operations.softmax(x));
  }
}

function product({ m, k, n, transposeA, transposeB }: Gemm): Operation {
  const a = transposeA ? random(k, m) : random(m, k);
  const b = transposeB ? random(n, k) : random(k, n);
  return { inputs: [a, b], body: () => operations.matmul(a, b, { transposeA, transposeB }) };
}

/** The gradients are the operation's own rules, as `backward` calls them. */
function convolution({ batch, size, inputs, outputs, direction }: Convolution): Operation {
  const x = random(batch, inputs, size, size);
  const weight = parameter(random(outputs, inputs, 3, 3));
  const gradient = random(batch, outputs, size, size);
  const forward = () => operations.conv2d(x, weight, { padding: 1 });
  if (direction === "forward") return { inputs: [x, weight], body: () => noGrad(forward) };
  const output = forward();
  const rule = output.origin!.grads[direction === "by-input" ? 0 : 1]!;
  return { inputs: [x, weight, gradient, output], body: () => noGrad(() => rule(gradient)) };
}

function mapped(name: MapOperation, size: number): Operation {
  const x = random(size);
  if (name !== "add") return unary(x, unaries[name]);
  const y = random(size);
  return { inputs: [x, y], body: () => operations.add(x, y) };
}

const unaries: Readonly<Record<Exclude<MapOperation, "add">, (x: Tensor) => Tensor>> = {
  relu,
  exp: operations.exp,
  tanh: operations.tanh,
  gelu,
  sigmoid: operations.sigmoid,
};

const unary = (x: Tensor, f: (x: Tensor) => Tensor): Operation => ({ inputs: [x], body: () => f(x) });

const random = (...shape: number[]): Tensor => tensor(numbers(shape.reduce((a, b) => a * b)), { shape });

if (backend === "wasm") await startWasm();
else useBackend(js());
await serve({ version: `piecewise (${backend})` }, prepare);
