import { execFile } from "node:child_process";
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
  return asFile(text, async (path) => {
    const { stdout } = await run("node", ["--conditions=@piecewise/source", path], { cwd });
    return JSON.parse(stdout) as { loss: number; accuracy: number };
  });
}

/** What the compiler says against a program. */
export function complaintsAbout(program: string): Promise<string> {
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
  return asFile(program, (path) =>
    run("tsc", [...options, ...sources, ...dialect, path]).then(
      () => "",
      ({ stdout }: { readonly stdout: string }) => stdout,
    ),
  );
}

async function asFile<T>(program: string, use: (path: string) => Promise<T>): Promise<T> {
  const path = join(import.meta.dirname, `program-${process.pid}.ts`);
  await writeFile(path, program);
  try {
    return await use(path);
  } finally {
    await rm(path);
  }
}
