import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { checkStructure } from "./check-structure.ts";

type Files = Readonly<Record<string, string>>;

const exportsField = (isPrivate: boolean) => ({
  ".": {
    "@piecewise/source": "./src/index.ts",
    types: "./dist/index.d.ts",
    ...(isPrivate ? {} : { node: "./dist/node.js" }),
    default: "./dist/index.js",
  },
});

function manifest(name: string, more: object = {}): string {
  const fields = {
    name: `@piecewise/${name}`,
    license: "MIT",
    type: "module",
    sideEffects: false,
    engines: { node: ">=22.18" },
    exports: exportsField("private" in more),
    files: ["dist", "src", "!src/**/*.test.ts", "!src/**/*.test-d.ts"],
    ...more,
  };
  return JSON.stringify(fields, undefined, 2);
}

function packageFiles(name: string, more: object = {}): Files {
  return {
    [`packages/${name}/package.json`]: manifest(name, more),
    [`packages/${name}/README.md`]: "# A package\n\n```ts\nconsole.log(1);\n```\n",
    [`packages/${name}/src/index.ts`]: 'export { one } from "./one.ts";\n',
    [`packages/${name}/src/one.ts`]: "export const one = 1;\n",
  };
}

const needs = (...names: string[]) => Object.fromEntries(names.map((name) => [name, "workspace:^"]));
const tensor = "@piecewise/tensor";

/** A small workspace in which every rule is kept. */
const kept: Files = {
  "STYLE.md": readFileSync(join(import.meta.dirname, "../STYLE.md"), "utf8"),
  "package.json": JSON.stringify({ name: "workspace", devDependencies: { vitest: "5.1.1" } }),
  "scripts/build.ts": "export const build = 1;\n",
  ...packageFiles("expressions"),
  ...packageFiles("spec", { dependencies: needs("@piecewise/expressions") }),
  ...packageFiles("tensor", {
    dependencies: needs("@piecewise/spec"),
    devDependencies: needs("@piecewise/conformance"),
  }),
  ...packageFiles("conformance", { private: true, dependencies: needs("@piecewise/spec") }),
  ...packageFiles("layers", { peerDependencies: needs(tensor), devDependencies: needs(tensor) }),
  ...packageFiles("training", {
    peerDependencies: needs(tensor, "@piecewise/layers"),
    devDependencies: needs(tensor),
  }),
  "packages/spec/src/two.ts": 'import { one } from "@piecewise/expressions";\nexport const two = one;\n',
  ...packageFiles("optimizers", { peerDependencies: needs(tensor), devDependencies: needs(tensor) }),
  ...packageFiles("diagnostics", {
    peerDependencies: needs(tensor, "@piecewise/optimizers"),
    devDependencies: needs(tensor),
  }),
  "packages/diagnostics/src/two.ts":
    'import type { one } from "@piecewise/optimizers";\nexport type Two = typeof one;\n',
  "packages/tensor/src/one.test.ts": 'import "vitest";\nimport "@piecewise/conformance";\n',
  "apps/example/package.json": JSON.stringify({ name: "example", dependencies: needs("@piecewise/layers") }),
  "apps/example/src/main.ts": 'import { one } from "@piecewise/layers";\nconsole.log(one);\n',
};

const long = "export const x = 1;\n".repeat(301);

/** A sentence, the files that break the rule, and the breach. */
const rows: readonly (readonly [string, Files, string])[] = [
  [
    "an import against the map",
    { "packages/expressions/src/one.ts": '\nimport "@piecewise/spec";\n' },
    "packages/expressions/src/one.ts:2: expressions may not import spec",
  ],
  [
    "a type against the map",
    { "packages/expressions/src/one.ts": 'export type X = import("@piecewise/spec").X;\n' },
    "packages/expressions/src/one.ts:1: expressions may not import spec",
  ],
  [
    "a value where only types are allowed",
    { "packages/diagnostics/src/one.ts": 'import { type one } from "@piecewise/optimizers";\n' },
    "packages/diagnostics/src/one.ts:1: diagnostics may import only types of optimizers",
  ],
  [
    "an import of an app",
    { "packages/spec/src/one.test.ts": 'import "example";\n' },
    "packages/spec/src/one.test.ts:1: imports the app example",
  ],
  [
    "an unpublished package outside of tests",
    { "packages/tensor/src/one.ts": 'import "@piecewise/conformance";\n' },
    "packages/tensor/src/one.ts:1: conformance is not published",
  ],
  [
    "an imported package that package.json does not list",
    { "packages/tensor/src/one.ts": 'await import("@piecewise/expressions");\n' },
    "packages/tensor/src/one.ts:1: @piecewise/expressions is neither in dependencies nor in peerDependencies",
  ],
  [
    "a tool in published code",
    { "packages/tensor/src/one.ts": 'import "vitest";\n' },
    "packages/tensor/src/one.ts:1: vitest is neither in dependencies",
  ],
  [
    "a test's import that package.json does not list",
    { "packages/spec/src/one.test.ts": 'import "@piecewise/layers";\n' },
    "packages/spec/src/one.test.ts:1: @piecewise/layers is not in package.json",
  ],
  [
    "an import by path of another package",
    { "packages/spec/src/one.ts": 'export * from "../../expressions/src/one.ts";\n' },
    "packages/spec/src/one.ts:1: ../../expressions/src/one.ts leaves packages/spec",
  ],
  [
    "a package that is not on the map",
    packageFiles("surprise"),
    "packages/surprise/package.json:1: not on the map",
  ],
  [
    "a cycle of types",
    {
      "packages/spec/src/a.ts": 'import type { B } from "./b.ts";\nexport type A = B[];\n',
      "packages/spec/src/b.ts": 'export type B = import("./a.ts").A;\n',
    },
    "packages/spec/src/b.ts:1: a cycle, a.ts → b.ts → a.ts",
  ],
  [
    "a long file",
    { "packages/spec/src/one.ts": long },
    "packages/spec/src/one.ts:301: 301 lines of at most 300",
  ],
  ["a long script", { "scripts/build.ts": long }, "scripts/build.ts:301: 301 lines"],
  [
    "a vague name",
    { "apps/example/src/utils.ts": "" },
    "apps/example/src/utils.ts:1: a name that says nothing",
  ],
  [
    "another license",
    {
      "packages/spec/package.json": manifest("spec", {
        license: "ISC",
        dependencies: needs("@piecewise/expressions"),
      }),
    },
    'packages/spec/package.json:3: write "license": "MIT"',
  ],
  [
    "exports without the source condition",
    { "packages/expressions/package.json": manifest("expressions", { exports: { ".": "./dist/index.js" } }) },
    'packages/expressions/package.json:9: "exports" must give "."',
  ],
  [
    "silence about side effects",
    { "packages/expressions/package.json": manifest("expressions", { sideEffects: undefined }) },
    'packages/expressions/package.json:1: write "sideEffects": false',
  ],
  [
    "a dependency of the core",
    { "packages/expressions/package.json": manifest("expressions", { dependencies: { fflate: "0.8.3" } }) },
    "packages/expressions/package.json:24: expressions is core and uses no package but ours",
  ],
  [
    "a second copy of tensor",
    { "packages/layers/package.json": manifest("layers", { dependencies: needs(tensor) }) },
    "packages/layers/package.json:24: two copies of @piecewise/tensor would be two tapes",
  ],
  [
    "a peer that the package's own tests lack",
    { "packages/layers/package.json": manifest("layers", { peerDependencies: needs(tensor) }) },
    "packages/layers/package.json:24: list @piecewise/tensor under devDependencies too",
  ],
  [
    "a README without an example",
    { "packages/spec/README.md": "# spec\n" },
    "packages/spec/README.md:1: has no example",
  ],
  [
    "a package without README",
    { "packages/data/package.json": manifest("data"), "packages/data/src/index.ts": "" },
    "packages/data/README.md:1: missing",
  ],
  [
    "code in index.ts",
    { "packages/spec/src/index.ts": 'export { one } from "./one.ts";\nexport const two = 2;\n' },
    "packages/spec/src/index.ts:2: code in index.ts",
  ],
  [
    "an effect of index.ts that package.json denies",
    { "packages/spec/src/index.ts": 'import "./one.ts";\n' },
    "packages/spec/package.json:5: index.ts imports ./one.ts for its effect",
  ],
];

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

function workspaceOf(files: Files): string {
  const root = mkdtempSync(join(tmpdir(), "structure-"));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function breachesOf(files: Files): string[] {
  return checkStructure(workspaceOf({ ...kept, ...files })).map(
    ({ path, line, what }) => `${path}:${line}: ${what}`,
  );
}

describe("check-structure", () => {
  it("finds nothing where every rule is kept", () => {
    expect(breachesOf({})).toEqual([]);
  });

  it.each(rows)("reports %s, and nothing else", (_what, files, expected) => {
    expect(breachesOf(files)).toEqual([expect.stringContaining(expected)]);
  });

  it("lets a generated file be long", () => {
    expect(breachesOf({ "packages/spec/src/one.ts": `// Generated by a script.\n${long}` })).toEqual([]);
  });

  it("allows an effect of index.ts that package.json states", () => {
    const stated = { sideEffects: ["./src/*.ts"], dependencies: needs("@piecewise/expressions") };
    const files = {
      "packages/spec/src/index.ts": 'import "./one.ts";\n',
      "packages/spec/package.json": manifest("spec", stated),
    };
    expect(breachesOf(files)).toEqual([]);
  });

  it("prints the breaches and exits with 1", () => {
    const root = workspaceOf({ ...kept, "packages/spec/src/misc.ts": "" });
    const script = join(import.meta.dirname, "check-structure.ts");
    const { status, stdout } = spawnSync(process.execPath, [script, root], { encoding: "utf8" });
    expect(status).toBe(1);
    expect(stdout).toContain("packages/spec/src/misc.ts:1: a name that says nothing");
  });
});
