import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { instrument } from "./instrument.ts";
import type { Example } from "./find.ts";

const checks = pathToFileURL(join(import.meta.dirname, "shows.ts")).href;
const inOne = pathToFileURL(join(import.meta.dirname, "run-in-one.ts")).href;

/**
 * Runs an example as a module of its own, in `folder`, on the packages' sources or as they are built. Throws what it
 * throws, and when a promised value differs.
 */
export async function runAlone(
  example: Example,
  folder: string,
  packages: Packages = "sources",
): Promise<void> {
  const prelude = `import { printed, shows } from ${JSON.stringify(checks)};`;
  const program = `${prelude} ${instrument(example.code, { arrow: "required" })}`;
  const { code, errors } = await runModule(program, folder, packages);
  if (code !== 0) throw new Error(errors);
}

/**
 * Runs the examples of a package's doc comments one after the other in one process, in `folder`. Each sees all names of
 * the modules in `specifiers`; the first module wins. The answer holds, for each example, what went wrong.
 */
export async function runTogether(
  examples: readonly Example[],
  folder: string,
  specifiers: readonly string[],
): Promise<(string | undefined)[]> {
  const wrong = examples.map((): string | undefined => "did not run");
  const codes = examples.map((example, i) => {
    try {
      return instrument(example.code, { arrow: "optional" });
    } catch (error) {
      wrong[i] = String(error);
      return undefined;
    }
  });
  const modules = specifiers.map((name) => `await import(${JSON.stringify(name)})`);
  const program = `import { runEach } from ${JSON.stringify(inOne)};
    await runEach([${modules.join(", ")}], ${JSON.stringify(codes)});`;
  const { errors, messages } = await runModule(program, folder, "sources");
  for (const [i, error] of messages as [number, string | null][]) wrong[i] = error ?? undefined;
  return wrong.map((what) => (what === "did not run" ? `${what}: ${errors}` : what));
}

interface Outcome {
  readonly code: number | null;
  readonly errors: string;
  /** What the program sent with `process.send`. */
  readonly messages: readonly unknown[];
}

type Packages = "sources" | "built";

const flags = { sources: ["--conditions=@piecewise/source"], built: [] };

/** Runs TypeScript from standard input, so that its imports are found as those of a file in `folder`. */
function runModule(program: string, folder: string, packages: Packages): Promise<Outcome> {
  const options = [
    ...flags[packages],
    "--disable-warning=ExperimentalWarning",
    "--input-type=module-typescript",
  ];
  const child = spawn(process.execPath, [...options, "-"], {
    cwd: folder,
    stdio: ["pipe", "ignore", "pipe", "ipc"],
    timeout: 50_000,
  });
  const messages: unknown[] = [];
  let errors = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (errors += text));
  child.on("message", (message) => messages.push(message));
  child.stdin!.end(program);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, errors, messages }));
  });
}
