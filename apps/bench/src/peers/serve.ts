import { createInterface } from "node:readline";
import { workNamed, type ServedWork } from "../works.ts";

/** A work made ready: `run` does it once, or `runFor` as often as fits into so many milliseconds. */
export type Prepared = ({ readonly run: () => unknown } | { readonly runFor: Runs }) & {
  /** Frees what the work needed. */
  readonly dispose?: () => void;
};
export type Runs = (milliseconds: number) => Promise<Window>;

/** How often a work was done, and how long that took. */
export interface Window {
  readonly iterations: number;
  readonly milliseconds: number;
}

/** What a peer says of itself before it is asked for anything. */
export interface Greeting {
  readonly version: string;
}

/** Makes a work ready; throws where the peer cannot do it. */
export type Prepare = (work: ServedWork) => Prepared | Promise<Prepared>;

/** Between two looks at the clock. */
const millisecondsPerLook = 5;
/** V8 compiles the code of a training step again and again during its first second. */
const warmUpWindows = 3;

/**
 * The child's side of a measurement: greets, then answers each line `{"work", "milliseconds"}` with
 * `{"iterations", "milliseconds"}` or `{"error"}`. A work is warmed up before its first window.
 */
export async function serve(greeting: Greeting, prepare: Prepare): Promise<void> {
  const answer = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);
  const worker = new Windows(prepare);
  answer(greeting);
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as { readonly work: string; readonly milliseconds: number };
    try {
      answer(await worker.window(workNamed(request.work), request.milliseconds));
    } catch (error) {
      answer({ error: String(error instanceof Error ? error.message : error).split("\n")[0] });
    }
  }
  process.exit(0);
}

class Windows {
  readonly #prepare: Prepare;
  #current: { readonly name: string; readonly runFor: Runs; readonly dispose?: () => void } | undefined;

  constructor(prepare: Prepare) {
    this.#prepare = prepare;
  }

  async window(work: ServedWork, milliseconds: number): Promise<Window> {
    if (this.#current?.name !== work.name) await this.#warmUp(work, milliseconds);
    return this.#current!.runFor(milliseconds);
  }

  async #warmUp(work: ServedWork, milliseconds: number): Promise<void> {
    this.#current?.dispose?.();
    this.#current = undefined;
    const prepared = await this.#prepare(work);
    const runFor = "run" in prepared ? repeatedly(prepared.run) : prepared.runFor;
    await runFor(warmUpWindows * milliseconds);
    this.#current = { ...prepared, name: work.name, runFor };
  }
}

/** Looks at the clock after every run at first, then as seldom as that warm-up allows. */
function repeatedly(run: () => unknown): Runs {
  let perLook = 1;
  let isWarm = false;
  return async (least) => {
    const window = await times(run, perLook, least);
    if (!isWarm)
      perLook = Math.max(1, Math.floor((millisecondsPerLook * window.iterations) / window.milliseconds));
    isWarm = true;
    return window;
  };
}

/** Runs for at least so long. Only what gives a promise is awaited. */
async function times(run: () => unknown, perLook: number, least: number): Promise<Window> {
  const started = performance.now();
  for (let iterations = 0; ;) {
    for (let i = 0; i < perLook; i++) {
      const result = run();
      if (result instanceof Promise) await result;
    }
    iterations += perLook;
    const milliseconds = performance.now() - started;
    if (milliseconds >= least) return { iterations, milliseconds };
  }
}
