import { spawn } from "node:child_process";
import { join } from "node:path";

/** Starts processes that do nothing but keep cores busy. What it gives ends them. */
export function startLoad(processes: number): () => void {
  const busy = Array.from({ length: processes }, () =>
    spawn(process.execPath, [join(import.meta.dirname, "busy.ts")], { stdio: ["pipe", "ignore", "inherit"] }),
  );
  return () => busy.forEach((child) => child.kill("SIGKILL"));
}
