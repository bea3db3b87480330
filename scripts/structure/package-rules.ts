import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { codeIn } from "./imports.ts";
import type { Breach, Part } from "./part.ts";

/** What every package.json says alike. */
const layout: Readonly<Record<string, unknown>> = {
  license: "MIT",
  type: "module",
  engines: { node: ">=22.18" },
};
/** A private package is never installed, so it needs no file of its own for Node. */
const entryOf = (isPrivate: boolean) => ({
  "@piecewise/source": "./src/index.ts",
  types: "./dist/index.d.ts",
  ...(isPrivate ? {} : { node: "./dist/node.js" }),
  default: "./dist/index.js",
});
const published = { ...layout, files: ["dist", "src", "!src/**/*.test.ts", "!src/**/*.test-d.ts"] };

/** Packages that depend on nothing outside of the workspace. */
const core = /^(expressions|spec|tensor|activations|losses|layers|optimizers|training|backend-.*)$/;

/** Every package.json has the same layout. */
export function manifestLayout(part: Part): Breach[] {
  const { manifest } = part;
  const found = Object.entries(manifest.private === true ? layout : published)
    .filter(([key, value]) => !isDeepStrictEqual(manifest[key], value))
    .map(([key, value]) =>
      inManifest(part, key, `write "${key}": ${JSON.stringify(value)}, as every package does`),
    );
  const entry = entryOf(manifest.private === true);
  if (!isDeepStrictEqual(manifest.exports?.["."], entry))
    found.push(inManifest(part, "exports", `"exports" must give "." as ${JSON.stringify(entry)}`));
  if (manifest.sideEffects === undefined)
    found.push(
      inManifest(part, "sideEffects", 'write "sideEffects": false, or list the files that have them'),
    );
  return found;
}

/** The core has no dependency outside of the workspace. */
export function coreDependencies(part: Part): Breach[] {
  if (!core.test(part.name)) return [];
  return Object.keys(part.manifest.dependencies ?? {})
    .filter((name) => !part.members.has(name))
    .map((name) => inManifest(part, name, `${part.name} is core and uses no package but ours: drop ${name}`));
}

/** Whoever needs tensors takes the user's copy: two copies would be two tapes. */
export function tensorIsAPeer(part: Part): Breach[] {
  const tensor = "@piecewise/tensor";
  const { dependencies = {}, peerDependencies = {}, devDependencies = {} } = part.manifest;
  if (tensor in dependencies && part.name !== "piecewise")
    return [
      inManifest(part, tensor, `two copies of ${tensor} would be two tapes: list it under peerDependencies`),
    ];
  if (tensor in peerDependencies && !(tensor in devDependencies))
    return [
      inManifest(part, tensor, `list ${tensor} under devDependencies too, for the package's own tests`),
    ];
  return [];
}

/** Every package says what it is, with one example that runs. */
export function readme(part: Part): Breach[] {
  const path = `${part.folder}/README.md`;
  const file = join(part.root, path);
  if (!existsSync(file))
    return [{ path, line: 1, what: "missing: say what the package is, with one example" }];
  if (part.manifest.private === true || /^```ts$/m.test(readFileSync(file, "utf8"))) return [];
  return [{ path, line: 1, what: "has no example: add a ```ts block that runs" }];
}

/** `index.ts` holds names and no code. */
export function index(part: Part): Breach[] {
  const path = `${part.folder}/src/index.ts`;
  const source = part.sources.find((s) => s.path === path);
  if (source === undefined) return [{ path, line: 1, what: "missing: it holds the package's public names" }];
  return codeIn(path, source.text).flatMap(({ line, sideEffect }) => {
    if (sideEffect === undefined)
      return [{ path, line, what: "code in index.ts: write only `export { … } from`" }];
    if (Array.isArray(part.manifest.sideEffects)) return [];
    const what = `index.ts imports ${sideEffect} for its effect: list both files in "sideEffects"`;
    return [inManifest(part, "sideEffects", what)];
  });
}

/** A breach in a package.json, at the line where `key` stands. */
function inManifest({ root, folder }: Part, key: string, what: string): Breach {
  const path = `${folder}/package.json`;
  const lines = readFileSync(join(root, path), "utf8").split("\n");
  const at = lines.findIndex((line) => line.includes(`"${key}":`));
  return { path, line: Math.max(at, 0) + 1, what };
}
