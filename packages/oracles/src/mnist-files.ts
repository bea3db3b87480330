import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether the server of the browser tests serves the folder of the data sets. */
    readonly servesData: boolean;
  }
}

/** What `mnist` is told so that it finds its files. */
export type MnistFiles = { readonly dataDir: string } | { readonly mirrors: readonly string[] };

/**
 * Where MNIST's files are: in the folder that PIECEWISE_DATA_DIR names, which in a browser the server of the tests serves.
 * Undefined where nobody has named one.
 */
export function mnistFiles(): MnistFiles | undefined {
  const files = globalThis.process?.getBuiltinModule?.("node:fs");
  if (files === undefined)
    return inject("servesData") ? { mirrors: [`${location.origin}/mnist/`] } : undefined;
  const dataDir = process.env["PIECEWISE_DATA_DIR"] ?? "";
  return files.existsSync(dataDir) ? { dataDir } : undefined;
}
