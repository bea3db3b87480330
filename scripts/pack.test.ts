import { existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examplesInMarkdown } from "./examples/find.ts";
import { runAlone } from "./examples/run.ts";
import { serve, type Registry } from "./local-registry.ts";
import { pack, run } from "./pack.ts";
import { membersOf } from "./workspace.ts";

const root = join(import.meta.dirname, "..");
const packages = membersOf(root)
  .filter(({ kind, manifest }) => kind === "package" && manifest.private !== true)
  .map(({ folder, manifest }) => ({ folder, name: manifest.name, version: manifest.version }));

const temporary = mkdtempSync(join(tmpdir(), "pack-"));
const tarballs = join(temporary, "tarballs");
let registry: Registry;

beforeAll(async () => {
  mkdirSync(tarballs);
  await pack(tarballs);
  registry = await serve(tarballs, 0, (await run("npm", ["config", "get", "registry"], temporary)).trim());
});
afterAll(() => {
  registry.close();
  rmSync(temporary, { recursive: true });
});

/** An empty folder of its own, as a user's new project. */
function emptyFolder(name: string): string {
  const folder = join(temporary, name.replace("/", "-"));
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  return folder;
}

async function install(names: readonly string[], folder: string): Promise<void> {
  const options = [
    `--registry=${registry.url}`,
    `--cache=${join(temporary, "cache")}`,
    "--no-audit",
    "--no-fund",
  ];
  await run("npm", ["install", ...names, ...options], folder);
}

/** The names after `npm i` in a README: what its example needs. */
function namesToInstall(readme: string): string[] {
  return (/^npm (?:i|install) (.+)$/m.exec(readme)?.[1] ?? "").split(" ").filter((name) => name !== "");
}

describe.each(packages)("$name, packed", ({ folder, name, version }) => {
  const tarball = join(tarballs, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`);
  const installed = join(temporary, name.replace("/", "-"));

  it("has nothing that publint warns of", async () => {
    await run("publint", ["run", tarball, "--strict"]);
  });

  it("has types that agree with its modules", async () => {
    await run("attw", [tarball, "--profile", "esm-only"]);
  });

  it("installs alone in an empty folder and can be imported", async () => {
    await install([name], emptyFolder(name));
    const program = `console.log(Object.keys(await import("${name}")).length)`;
    expect(
      Number(await run(process.execPath, ["--input-type=module", "-e", program], installed)),
    ).toBeGreaterThan(0);
  });

  const path = `${folder}/README.md`;
  const readme = existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : "";
  const examples = examplesInMarkdown(path, readme);
  it.skipIf(examples.length === 0)("runs its README's examples there", async () => {
    const others = namesToInstall(readme).filter((other) => other !== name);
    if (others.length > 0) await install(others, installed);
    for (const example of examples)
      if (example.ignored === undefined) await runAlone(example, installed, "built");
  });
});
