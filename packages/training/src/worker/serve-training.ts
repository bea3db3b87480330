import { stateDict, type Layer } from "@piecewise/layers";
import type { Callback } from "../callback.ts";
import { fit } from "../fit.ts";
import type { FitOptions } from "../fit-options.ts";
import type { LoadedArray } from "../saved-arrays.ts";
import { trainingControl } from "../training-control.ts";
import { plainError, type News, type Order, type Told, type Weights } from "./message.ts";
import { portToParent, type Port } from "./port.ts";

/** What a worker trains, and how. */
export type WorkerTraining = Omit<FitOptions, "signal" | "control"> & { readonly model: Layer };

/** Milliseconds between two steps that are told. */
const tellEvery = 50;

/**
 * In a worker's module: makes the model and its data when `trainInWorker` asks for it, and trains. `setup` gets the `input` that was
 * sent, and a signal that aborts with the training. The backend is chosen in it, and callbacks that need the model, such as
 * `checkpoint`, belong among the options that it gives.
 *
 * @example ignore: must be called in a worker
 * // digits.worker.ts
 * serveTraining(({ epochs }: { epochs: number }) => {
 *   useBackend(wasm());
 *   const model = sequential(flatten(), linear(784, 64), relu, linear(64, 10));
 *   return { model, data: digits({ count: 1000, seed: 0 }), loss: crossEntropy, optimizer: adam(model.parameters), epochs };
 * });
 */
export function serveTraining<Input>(
  setup: (input: Input, tools: { readonly signal: AbortSignal }) => WorkerTraining | Promise<WorkerTraining>,
): void {
  const port = portToParent<News, Order>();
  const [abort, control, teller] = [new AbortController(), trainingControl(), new Teller(port)];
  let hasStarted = false;
  const start = async ({ input, tellsSteps }: OrderTo["start"]) => {
    if (hasStarted) return;
    hasStarted = true;
    const { signal } = abort;
    const { model, callbacks = [], ...options } = await setup(input as Input, { signal });
    const all = [...callbacks, teller.callback(tellsSteps)];
    const history = await fit(model, { ...options, signal, control, callbacks: all });
    const weights = await weightsOf(model);
    port.send({ kind: "done", history, weights }, Object.values(weights).map(({ data }) => data.buffer as ArrayBuffer)); // prettier-ignore
  };
  const follow: { readonly [Kind in keyof OrderTo]: (order: OrderTo[Kind]) => void } = {
    hello: () => port.send({ kind: "ready" }),
    start: (order) => void start(order).catch((error: unknown) => port.send({ kind: "failed", error: plainError(error) })), // prettier-ignore
    pause: () => control.pause(),
    resume: () => control.resume(),
    abort: () => abort.abort(),
    stop: ({ reason }) => teller.stop(reason),
    heard: () => teller.goOn(),
  };
  port.listen((order) => follow[order.kind](order as never));
  port.send({ kind: "ready" });
}

type OrderTo = { readonly [Kind in Order["kind"]]: Extract<Order, { readonly kind: Kind }> };

/** Tells what happens, and waits until it is heard; of steps, only some, without waiting. */
class Teller {
  readonly #port: Port<News, Order>;
  /** Ends the training with a reason. */
  stop: (reason: string) => void = () => {};
  /** All have heard of what was told last. */
  goOn: () => void = () => {};

  constructor(port: Port<News, Order>) {
    this.#port = port;
  }

  callback(tellsSteps: boolean): Callback {
    let last = -Infinity;
    return {
      onStart: ({ stop }) => void (this.stop = stop),
      onEpochStart: ({ epoch, epochs, steps, rowsInEpoch }) =>
        this.#tell({ kind: "epochStart", epoch, epochs, steps, rowsInEpoch }),
      onStep: async ({ epoch, epochs, step, steps, totalSteps, rows, loss, means }) => {
        const now = performance.now();
        if (!tellsSteps || now - last < tellEvery) return;
        last = now;
        const read = { loss: await loss(), means: await means() };
        this.#port.send({ kind: "step", epoch, epochs, step, steps, totalSteps, rows, ...read });
      },
      onValidation: ({ epoch, epochs, totalSteps, means }) =>
        this.#tell({ kind: "validation", epoch, epochs, totalSteps, means }),
      onEpochEnd: ({ epoch, epochs, totalSteps, result }) =>
        this.#tell({ kind: "epochEnd", epoch, epochs, totalSteps, result }),
    };
  }

  #tell(told: Told): Promise<void> {
    this.#port.send(told);
    return new Promise((heard) => (this.goOn = heard));
  }
}

async function weightsOf(model: Layer): Promise<Weights> {
  const weights = Object.entries(stateDict(model));
  // Copies of their own, which may be handed over: `data` may show memory of the backend.
  const read = weights.map(async ([name, p]) => [name, { data: (await p.data()).slice(), shape: [...p.shape] }] as const); // prettier-ignore
  return Object.fromEntries(await Promise.all<readonly [string, LoadedArray]>(read));
}
