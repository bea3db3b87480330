import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { examplesInMarkdown } from "./examples/find.ts";
import { runAlone } from "./examples/run.ts";
import { membersOf } from "./workspace.ts";

const root = join(import.meta.dirname, "..");

/** Where the examples of a README run: in its package, and those of the workspace in the umbrella. */
const readmes = [
  { path: "README.md", folder: "packages/piecewise" },
  ...membersOf(root).map(({ folder }) => ({ path: `${folder}/README.md`, folder })),
].filter(({ path }) => existsSync(join(root, path)));

describe.each(readmes)("$path", ({ path, folder }) => {
  const examples = examplesInMarkdown(path, readFileSync(join(root, path), "utf8"));

  it("gives a reason for each example it does not run", () => {
    expect(examples.filter((example) => example.ignored === "")).toEqual([]);
  });

  for (const example of examples) {
    it.skipIf(example.ignored !== undefined)(`runs the example at line ${example.line}`, async () => {
      await runAlone(example, join(root, folder));
    });
  }
});
