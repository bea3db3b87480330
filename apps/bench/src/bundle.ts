import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "vite";
import { peersFolder } from "./install.ts";

/** A program, and the files that it loads beside its code. */
export interface BundledProgram {
  /** In `programs/bundle`. */
  readonly program: string;
  /** In `.peers/node_modules`. */
  readonly loads?: readonly string[];
}

/** The size of a program for a browser in kilobytes: bundled, minified and compressed, as a server would send it. */
export async function bundleSize({ program, loads = [] }: BundledProgram): Promise<number> {
  const code = await bundle(join(import.meta.dirname, "programs", "bundle", program));
  const files = loads.map((path) => readFileSync(join(peersFolder, "node_modules", path)));
  return [code, ...files].reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0) / 1000;
}

/** Everything in one file, what is loaded later included. */
async function bundle(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: "silent",
    root: import.meta.dirname,
    plugins: [peersOf(entry)],
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: { input: entry, output: { codeSplitting: false } },
    },
  });
  const { output } = (Array.isArray(result) ? result[0] : result) as {
    output: { type: string; code?: string }[];
  };
  return output.flatMap(({ code }) => code ?? []).join("");
}

/** Finds what a program imports among the installed peers, unless it is ours. */
function peersOf(entry: string): Plugin {
  return {
    name: "peers",
    enforce: "pre",
    resolveId(source, importer) {
      if (importer !== entry || source === "piecewise") return undefined;
      return this.resolve(source, join(peersFolder, "package.json"), { skipSelf: true });
    },
  };
}
