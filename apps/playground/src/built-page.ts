import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, preview } from "vite";
import type { TestProject } from "vitest/node";
import { isolation } from "./isolation.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the built page is served with the headers of isolation, and where without. */
    readonly addresses: Readonly<Record<"isolated" | "plain", string>>;
  }
}

const root = join(import.meta.dirname, "..");

/** Builds the page and serves it, once for all test files. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const outDir = await mkdtemp(join(tmpdir(), "playground-"));
  await build({ root, build: { outDir, emptyOutDir: true }, logLevel: "error" });
  const serve = (headers: Record<string, string>) =>
    preview({ root, configFile: false, build: { outDir }, preview: { port: 0, headers } });
  const [isolated, plain] = await Promise.all([serve(isolation), serve({})]);
  const addressOf = ({ resolvedUrls }: typeof plain) => {
    if (resolvedUrls === null) throw new Error("the page is not served");
    return resolvedUrls.local[0];
  };
  provide("addresses", { isolated: addressOf(isolated), plain: addressOf(plain) });
  return async () => {
    await Promise.all([isolated.close(), plain.close()]);
    await rm(outDir, { recursive: true });
  };
}
