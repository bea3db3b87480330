import { DataError } from "@piecewise/tensor";

/** One end of a connection. */
export interface Port<Out, In> {
  send(message: Out, transfer?: readonly ArrayBuffer[]): void;
  /** Calls what is given for each message; and for what breaks the connection, where that can be told. */
  listen(receive: (message: In) => void, broken?: (error: unknown) => void): void;
  close(): void;
}

/** A worker of a page, or a thread of Node (`node:worker_threads`). */
export interface WorkerLike {
  postMessage(message: unknown, transfer: never[]): void;
  terminate(): unknown;
}

interface PageEnd {
  addEventListener(
    kind: string,
    tell: (event: { readonly data?: unknown; readonly message?: string }) => void,
  ): void;
}

interface NodeEnd {
  on(kind: string, tell: (value: unknown) => void): void;
}

/** The connection to a worker. */
export function portTo<Out, In>(worker: WorkerLike): Port<Out, In> {
  return {
    ...sender(worker),
    listen(receive, broken = () => {}) {
      if (isNode(worker)) {
        worker.on("message", (message) => receive(message as In));
        worker.on("error", broken);
        worker.on("exit", (code) =>
          broken(
            new DataError("trainInWorker", `the worker ended before the training, with code ${String(code)}`),
          ),
        );
        return;
      }
      const page = worker as unknown as PageEnd;
      page.addEventListener("message", ({ data }) => receive(data as In));
      page.addEventListener("error", ({ message = "it could not be started" }) =>
        broken(new DataError("trainInWorker", `the worker failed: ${message}`)),
      );
    },
    close: () => void worker.terminate(),
  };
}

/** In a worker: the connection to who started it. */
export function portToParent<Out, In>(): Port<Out, In> {
  const { parentPort = undefined } = globalThis.process?.getBuiltinModule?.("node:worker_threads") ?? {};
  if (parentPort === null || (parentPort === undefined && !("WorkerGlobalScope" in globalThis)))
    throw new DataError("serveTraining", "must be called in a worker; on this thread, use fit");
  const end = (parentPort ?? globalThis) as unknown as WorkerLike & (PageEnd | NodeEnd);
  return {
    ...sender(end),
    listen(receive) {
      if (isNode(end)) end.on("message", (message) => receive(message as In));
      else end.addEventListener("message", ({ data }) => receive(data as In));
    },
    close: () => {},
  };
}

function sender<Out>(end: WorkerLike) {
  return {
    send: (message: Out, transfer: readonly ArrayBuffer[] = []) =>
      end.postMessage(message, transfer as never[]),
  };
}

function isNode(end: object): end is NodeEnd {
  return "on" in end;
}
