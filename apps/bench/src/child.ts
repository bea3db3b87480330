import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { reasonIn } from "./complaint.ts";
import { environment } from "./environment.ts";
import type { Peer } from "./peers.ts";
import type { ServedWork } from "./works.ts";

/** How long a peer may take to start, or to warm up and run one window. */
const patience = 120_000;

/** A peer's process: asked in JSON lines, it answers in JSON lines. */
export class Child {
  readonly peer: Peer;
  readonly threads: number;
  /** What the peer says it is, once it has started. */
  version = "";
  #process: ChildProcess | undefined;
  #lines: AsyncIterator<string> | undefined;
  #complaint = "";

  constructor(peer: Peer, threads: number) {
    this.peer = peer;
    this.threads = threads;
  }

  /** Starts the process and waits for its greeting. */
  async start(): Promise<void> {
    const [program, ...options] = this.peer.command(this.threads);
    const started = spawn(program, options, { env: environment(this.threads), stdio: "pipe" });
    this.#process = started;
    this.#complaint = "";
    started.on("error", (error) => (this.#complaint = error.message));
    started.stdin.on("error", () => {}); // It is gone; the missing answer says so.
    started.stderr.on(
      "data",
      (text: Buffer) => (this.#complaint = (this.#complaint + String(text)).slice(-5000)),
    );
    this.#lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
    this.version = (await this.#answer<{ readonly version: string }>()).version;
  }

  /** How much of a work it does in a second, in the work's unit, over at least so many milliseconds. */
  async measure(work: ServedWork, milliseconds: number): Promise<number> {
    if (this.#process === undefined) await this.start();
    this.#process!.stdin!.write(`${JSON.stringify({ work: work.name, milliseconds })}\n`);
    const answer = await this.#answer<Answer>();
    if ("error" in answer) throw new Error(answer.error);
    return (work.amount * answer.iterations * 1000) / answer.milliseconds;
  }

  stop(): void {
    this.#process?.kill("SIGKILL");
    this.#process = undefined;
  }

  async #answer<Message>(): Promise<Message> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), patience);
    try {
      const line = await Promise.race([this.#lines!.next(), aborted(late.signal)]);
      if (line.done === true) throw new Error(reasonIn(this.#complaint));
      return JSON.parse(line.value) as Message;
    } catch (error) {
      this.stop();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new Error(`no answer in ${patience / 1000} s`)));
  });
}

type Answer = { readonly iterations: number; readonly milliseconds: number } | { readonly error: string };
