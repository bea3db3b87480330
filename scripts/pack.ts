/** Packs every package as it would be published: `node scripts/pack.ts FOLDER`. Build first. */
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { readManifest } from "./workspace.ts";

const root = join(import.meta.dirname, "..");
const execute = promisify(execFile);

/** Runs a program and gives what it prints. Throws, with all it printed, when it fails. */
export async function run(program: string, args: readonly string[], folder = root): Promise<string> {
  try {
    // npm is a script on Windows, which only a shell starts.
    const options = { cwd: folder, maxBuffer: 1 << 26, shell: process.platform === "win32" };
    return (await execute(program, args, options)).stdout;
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(" ")}\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** Packs every package into `folder` and gives the tarballs' names. pnpm does it, as npm would leave `workspace:^`. */
export async function pack(folder: string): Promise<string[]> {
  const pnpm = readManifest(root)["packageManager"] as string;
  await run("npx", ["-y", pnpm, "-r", "--filter", "./packages/*", "pack", "--pack-destination", folder]);
  return readdirSync(folder).filter((file) => file.endsWith(".tgz"));
}

if (process.argv[1] === import.meta.filename) {
  const [folder = "tarballs"] = process.argv.slice(2);
  console.log((await pack(join(process.cwd(), folder))).join("\n"));
}
