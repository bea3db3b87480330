import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

it("threads do not keep a finished process alive", () => {
  const url = new URL("./index.ts", import.meta.url).href;
  const script = `const { wasm } = await import(${JSON.stringify(url)}); const b = wasm({ threads: 3 });
    while (b.threads < 3) await new Promise((r) => setTimeout(r, 5)); console.log("done", b.threads);`;
  const args = ["--conditions=@piecewise/source", "--input-type=module", "-e", script];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 20_000 });
  expect([stdout, status]).toEqual(["done 3\n", 0]);
});
