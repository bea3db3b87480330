import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { examplesInDocComments } from "./examples/find.ts";
import { runTogether } from "./examples/run.ts";
import { membersOf, typeScriptFiles, type Member } from "./workspace.ts";

const root = join(import.meta.dirname, "..");
const packages = membersOf(root).filter(({ kind, folder, manifest }) => {
  return kind === "package" && manifest.private !== true && existsSync(join(root, folder, "src/index.ts"));
});
const published = new Set(packages.map(({ manifest }) => manifest.name));

/** The package itself, and the packages of the workspace that it lists: `tensor`, a peer, after layers that share a name with its operations. */
function modulesOf({ manifest }: Member): string[] {
  const { name, dependencies, peerDependencies, devDependencies } = manifest;
  const listed = Object.keys({ ...dependencies, ...peerDependencies, ...devDependencies });
  return [name, ...listed.filter((other) => published.has(other))];
}

describe.each(packages)("$folder", (member) => {
  const examples = typeScriptFiles(root, `${member.folder}/src`).flatMap((path) =>
    examplesInDocComments(path, readFileSync(join(root, path), "utf8")),
  );
  const run = examples.filter((example) => example.ignored === undefined);
  let wrong: readonly (string | undefined)[] = [];
  beforeAll(async () => {
    if (run.length > 0) wrong = await runTogether(run, join(root, member.folder), modulesOf(member));
  });

  for (const example of examples) {
    const { path, line, ignored } = example;
    it.skipIf(ignored !== undefined)(`the example at ${path}:${line} gives what its comments say`, () => {
      expect(wrong[run.indexOf(example)]).toBeUndefined();
    });
  }
});
