import { DataError } from "@piecewise/tensor";

/** Node's way to files, reached when needed, so that bundlers never meet its modules. Throws in a browser. */
export function nodeFiles(operation: string, instead: string) {
  if (typeof process === "undefined" || typeof process.getBuiltinModule !== "function")
    throw new DataError(operation, `there are no files in a browser; ${instead}`);
  return {
    files: process.getBuiltinModule("node:fs/promises"),
    path: process.getBuiltinModule("node:path"),
  };
}
