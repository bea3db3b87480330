import { execFileSync } from "node:child_process";
import type { TestProject } from "vitest/node";

/** Trains the small network in a Node of its own, for pages to compare with. */
export default function setup({ provide }: TestProject): void {
  const url = new URL("./small-network.ts", import.meta.url).href;
  const script = `const { trainSmallNetwork } = await import(${JSON.stringify(url)});
    console.log(JSON.stringify(await trainSmallNetwork(1)));`;
  const args = ["--conditions=@piecewise/source", "--input-type=module", "-e", script];
  const { losses } = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as {
    readonly losses: readonly number[];
  };
  provide("lossesInNode", losses);
}
