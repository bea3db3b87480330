import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { reasonIn } from "./complaint.ts";
import { environment } from "./environment.ts";

const warm = new Set<string>();

/** Milliseconds from starting a program to the line it prints once its first training step is done, its files being cached. */
export async function firstStep(command: readonly string[], threads: number): Promise<number> {
  const name = command.join(" ");
  if (!warm.has(name)) await started(command, threads);
  warm.add(name);
  return started(command, threads);
}

async function started([program, ...options]: readonly string[], threads: number): Promise<number> {
  const before = performance.now();
  const child = spawn(program, options, {
    env: environment(threads),
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 120_000,
    killSignal: "SIGKILL",
  });
  let complaint = "";
  child.stderr.on("data", (text: Buffer) => (complaint += String(text)));
  child.on("error", (error) => (complaint = error.message));
  const closed = new Promise((resume) => child.on("close", resume));
  const lines = createInterface({ input: child.stdout });
  const printed = once(lines, "line") as Promise<string[]>;
  const loss = await Promise.race([printed.then(([line]) => line), closed.then(() => undefined)]);
  const milliseconds = performance.now() - before;
  child.kill("SIGKILL");
  if (loss === undefined) throw new Error(reasonIn(complaint));
  if (!Number.isFinite(Number(loss))) throw new Error(`its first loss was ${loss}`);
  await closed;
  return milliseconds;
}
