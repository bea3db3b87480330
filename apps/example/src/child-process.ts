import { spawn } from "node:child_process";
import { join } from "node:path";

/** What a program came to. */
export interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program of this app in a process of its own; its output is no terminal. */
export function runProgram(
  name: "train" | "evaluate" | "predict" | "activation" | "lab" | "compare",
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const file = join(import.meta.dirname, `${name}.ts`);
  const child = spawn(process.execPath, ["--conditions=@piecewise/source", file, ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 50_000,
  });
  let [output, errors] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output, errors }));
  });
}
