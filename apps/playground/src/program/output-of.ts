import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a program measures in the end. It runs in a process of its own, with its files in `cwd`. */
export function outputOf(
  program: string,
  cwd?: string,
): Promise<{ readonly loss: number; readonly accuracy: number }> {
  const text = program.replace(/^console\.log\((.*)\);$/m, "console.log(JSON.stringify($1));");
  return asFiles([text], async ([path]) => {
    const { stdout } = await run("node", ["--conditions=@piecewise/source", path], { cwd });
    return JSON.parse(stdout) as { loss: number; accuracy: number };
  });
}

/** What the compiler says against programs. It is started once for all of them. */
export function complaintsAbout(...programs: readonly string[]): Promise<string> {
  const options = [
    "--ignoreConfig",
    "--noEmit",
    "--strict",
    "--exactOptionalPropertyTypes",
    "--noUnusedLocals",
    "--types",
    "node",
  ];
  const sources = ["--customConditions", "@piecewise/source", "--rewriteRelativeImportExtensions"];
  const dialect = ["--module", "nodenext", "--target", "es2023", "--lib", "es2023,esnext.disposable,dom"];
  return asFiles(programs, (paths) =>
    run("tsc", [...options, ...sources, ...dialect, ...paths]).then(
      () => "",
      ({ stdout }: { readonly stdout: string }) => stdout,
    ),
  );
}

async function asFiles<T>(
  programs: readonly string[],
  use: (paths: readonly string[]) => Promise<T>,
): Promise<T> {
  const paths = programs.map(() => join(import.meta.dirname, `program-${randomUUID()}.ts`));
  try {
    await Promise.all(paths.map((path, i) => writeFile(path, programs[i])));
    return await use(paths);
  } finally {
    await Promise.all(paths.map((path) => rm(path, { force: true })));
  }
}
