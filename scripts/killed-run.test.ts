import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";

const program = join(import.meta.dirname, "resume/killed-run.ts");

/** Runs the program, and kills it at once when it has told so many lines, and some microseconds later. Gives its last line. */
async function runUntil(folder: string, lines: number, delay: number): Promise<string> {
  const child = spawn(process.execPath, ["--conditions=@piecewise/source", program, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let [told, last] = [0, ""];
  for await (const line of createInterface(child.stdout)) {
    last = line;
    if (++told === lines) setTimeout(() => child.kill("SIGKILL"), delay);
  }
  return last;
}

it("a run that is killed at 20 random moments and resumed gives the same bits as one that is not", async () => {
  const folders = await Promise.all([0, 1].map(() => mkdtemp(join(tmpdir(), "piecewise-"))));
  try {
    const whole = runUntil(folders[0], Infinity, 0);
    const reached = [];
    for (let kill = 0; kill < 20; kill++)
      reached.push(await runUntil(folders[1], 1 + Math.floor(Math.random() * 8), Math.random() * 4));
    const resumed = await runUntil(folders[1], Infinity, 0);
    const message = `killed after these steps: ${reached.join(", ")}`;
    expect(
      reached.every((line) => /^\d+$/.test(line)),
      message,
    ).toBe(true);
    expect(JSON.parse(resumed), message).toEqual(JSON.parse(await whole));
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true });
  }
}, 120_000);
