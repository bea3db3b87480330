import { readFileSync } from "node:fs";
import { join } from "node:path";
import { membersOf, readManifest, typeScriptFiles, type Manifest, type Member } from "../workspace.ts";
import { importsOf, type Import } from "./imports.ts";
import { readMap, type Row } from "./map.ts";

/** A place where a rule is broken. */
export interface Breach {
  readonly path: string;
  readonly line: number;
  /** What is wrong, and what to do. */
  readonly what: string;
}

/** A file, with what it imports. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly isTest: boolean;
}

/** What a rule sees: a package, an app, or the scripts, beside the rest of the workspace. */
export interface Part extends Member {
  readonly root: string;
  readonly sources: readonly Source[];
  /** By the name that imports use, such as `@piecewise/tensor`. */
  readonly members: ReadonlyMap<string, Member>;
  /** The package.json of the workspace itself. */
  readonly workspace: Manifest;
  /** What each package may import. */
  readonly map: ReadonlyMap<string, Row>;
}

/** Finds the breaches of one rule in one part. */
export type Rule = (part: Part) => Breach[];

/** All packages and apps, and then the scripts. */
export function partsOf(root: string): Part[] {
  const listed = membersOf(root);
  const workspace = readManifest(root);
  const map = readMap(readFileSync(join(root, "STYLE.md"), "utf8"));
  const members = new Map(listed.map((m) => [m.manifest.name, m]));
  const scripts = { kind: "scripts", name: "scripts", folder: "scripts", manifest: workspace } as const;
  return [...listed, scripts].map((m) => {
    return { ...m, root, members, workspace, map, sources: sourcesIn(root, m.folder) };
  });
}

function sourcesIn(root: string, folder: string): Source[] {
  return typeScriptFiles(root, folder).map((path) => {
    const text = readFileSync(join(root, path), "utf8");
    return { path, text, imports: importsOf(path, text), isTest: /\.test(-d)?\.tsx?$/.test(path) };
  });
}
