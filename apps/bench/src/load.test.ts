import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it } from "vitest";

it("a busy process ends when its input is closed, as it is when the process that started it dies", async () => {
  const busy = spawn(process.execPath, [join(import.meta.dirname, "busy.ts")], {
    stdio: ["pipe", "ignore", "ignore"],
  });
  const ended = once(busy, "exit");
  busy.stdin.end();
  expect((await ended)[0]).toBe(0);
});

it("ending the load lets the program end", () => {
  const program = `import { startLoad } from "./load.ts"; const stop = startLoad(2); setTimeout(stop, 50);`;
  const options = { cwd: import.meta.dirname, timeout: 30_000 };
  const { status } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], options);
  expect(status).toBe(0);
});
