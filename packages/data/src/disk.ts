/** Node's way to files, or nothing in a browser. Reached when needed, so that bundlers never meet Node's modules. */
export function findDisk() {
  if (typeof process === "undefined" || typeof process.getBuiltinModule !== "function") return undefined;
  const files = process.getBuiltinModule("node:fs/promises");
  const { constants } = process.getBuiltinModule("node:fs");
  const path = process.getBuiltinModule("node:path");
  const { homedir } = process.getBuiltinModule("node:os");
  const environment: Readonly<Record<string, string | undefined>> = process.env;
  return {
    files,
    constants,
    environment,
    join: (...parts: string[]) => path.join(...parts),
    /** `$XDG_CACHE_HOME/piecewise`, or `~/.cache/piecewise`. */
    cacheFolder() {
      const named = environment["XDG_CACHE_HOME"] ?? "";
      return path.join(path.isAbsolute(named) ? named : path.join(homedir(), ".cache"), "piecewise");
    },
    isFile(at: string): Promise<boolean> {
      return files.stat(at).then(
        (found) => found.isFile(),
        () => false,
      );
    },
  };
}

export type Disk = NonNullable<ReturnType<typeof findDisk>>;
