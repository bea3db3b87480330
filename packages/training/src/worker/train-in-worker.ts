import { DataError } from "@piecewise/tensor";
import type { Callback, TrainingEvent, Watcher } from "../callback.ts";
import type { History } from "../fit-options.ts";
import type { TrainingControl } from "../training-control.ts";
import { TrainingError } from "../training-error.ts";
import type { News, Order, PlainError, Told, Weights } from "./message.ts";
import { portTo, type Port, type WorkerLike } from "./port.ts";

/** What a training in a worker needs on this side. */
export interface TrainInWorkerOptions {
  /** What `setup` in the worker gets: anything that can be sent, such as numbers, texts and typed arrays. */
  readonly input?: unknown;
  /** What watches from here, such as `progressBar`: steps every 50 milliseconds at most, epochs and validations always. */
  readonly callbacks?: readonly (Watcher | false | null | undefined)[];
  /** Ends training as in `fit`, with the weights as they are then. */
  readonly signal?: AbortSignal;
  /** Lets training wait and go on. */
  readonly control?: TrainingControl;
}

/** What a training in a worker came to. */
export interface TrainedInWorker extends History {
  /** Weights and running statistics by PyTorch's names: `loadStateDict(model, weights)` gives them to a model on this side. */
  readonly weights: Weights;
}

/**
 * Trains in a worker whose module calls `serveTraining`, so that this thread stays free. Bundlers find the module where it is named
 * like this, in pages and in Node (with `Worker` from `node:worker_threads`). The worker ends with the training.
 *
 * @example ignore: needs a worker's module
 * const worker = new Worker(new URL("./digits.worker.ts", import.meta.url), { type: "module" });
 * const { epochs, weights } = await trainInWorker(worker, { input: { epochs: 3 }, signal });
 * loadStateDict(model, weights);
 */
export async function trainInWorker(
  worker: WorkerLike,
  options: TrainInWorkerOptions = {},
): Promise<TrainedInWorker> {
  const callbacks = (options.callbacks ?? []).filter((callback) => !!callback);
  const port = portTo<Order, News>(worker);
  let [stopped, error]: [string | undefined, unknown] = [undefined, undefined];
  const forget = forward(port, options);
  try {
    callbacks.forEach(checkWatcher);
    const { history, weights } = await outcome(port, callbacks, options);
    stopped = history.stopped;
    return { ...history, weights };
  } catch (cause) {
    error = cause;
    throw cause;
  } finally {
    forget();
    port.close();
    for (const callback of callbacks) await callback.onEnd?.({ stopped, error });
  }
}

/** Hands aborts and pauses on to the worker, until what comes back is called. */
function forward(port: Port<Order, News>, { signal, control }: TrainInWorkerOptions): () => void {
  const abort = () => port.send({ kind: "abort" });
  const change = (isPaused: boolean) => port.send({ kind: isPaused ? "pause" : "resume" });
  if (signal?.aborted === true) abort();
  if (control?.isPaused === true) change(true);
  signal?.addEventListener("abort", abort);
  const forget = control?.onChange(change);
  return () => {
    signal?.removeEventListener("abort", abort);
    forget?.();
  };
}

/** Starts the training, and lets callbacks hear of it in order, until it has ended. */
function outcome(
  port: Port<Order, News>,
  callbacks: readonly Watcher[],
  { input, control }: TrainInWorkerOptions,
): Promise<Extract<News, { readonly kind: "done" }>> {
  const tellsSteps = callbacks.some((callback) => callback.onStep !== undefined);
  const stop = (reason: string) => port.send({ kind: "stop", reason });
  const pause = () => (control === undefined ? port.send({ kind: "pause" }) : control.pause());
  return new Promise((resolve, reject) => {
    let [isReady, hearing] = [false, Promise.resolve()];
    const receive = async (news: News) => {
      if (news.kind === "ready") {
        if (!isReady) port.send({ kind: "start", input, tellsSteps });
        isReady = true;
      } else if (news.kind === "done") resolve(news);
      else if (news.kind === "failed") reject(errorOf(news.error));
      else {
        for (const callback of callbacks) await hear(callback, { ...news, stop, pause });
        if (news.kind !== "step") port.send({ kind: "heard" });
      }
    };
    port.listen((news) => void (hearing = hearing.then(() => receive(news)).catch(reject)), reject);
    // The worker may have said that it is ready before anybody listened.
    port.send({ kind: "hello" });
  });
}

async function hear(callback: Watcher, news: Told & Pick<TrainingEvent, "stop" | "pause">): Promise<void> {
  if (news.kind === "epochStart") await callback.onEpochStart?.(news);
  else if (news.kind === "validation") await callback.onValidation?.(news);
  else if (news.kind === "epochEnd") await callback.onEpochEnd?.(news);
  else await callback.onStep?.({ ...news, loss: async () => news.loss, means: async () => news.means });
}

/** An error of the worker, of our class where it says where in the training it happened. */
function errorOf({ name, message, stack, cause, ...place }: PlainError): Error {
  if (name === "TrainingError" && cause !== undefined) return new TrainingError(place, errorOf(cause));
  const error = new Error(message, cause && { cause: errorOf(cause) });
  return Object.assign(error, { name, ...(stack === undefined ? {} : { stack }) });
}

const besideModel = ["onStart", "onStepStart", "onSettled", "state"] as const;

function checkWatcher(callback: Callback): void {
  const found = besideModel.find((method) => callback[method] !== undefined);
  if (found === undefined) return;
  throw new DataError(
    "trainInWorker",
    `${callback.name ?? "a callback"} has ${found}, which needs the model; give it in the worker, among the options of its setup`,
  );
}
