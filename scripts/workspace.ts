import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The parts of a package.json that the scripts read. */
export interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly sideEffects?: boolean | readonly string[];
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** A package or an app of the workspace, or its scripts. */
export interface Member {
  readonly kind: "package" | "app" | "scripts";
  /** The name of its folder, such as `tensor`. */
  readonly name: string;
  /** From the root of the workspace, such as `packages/tensor`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

const kinds = { packages: "package", apps: "app" } as const;

/** All packages and apps below `root`, in alphabetical order. */
export function membersOf(root: string): Member[] {
  return (["packages", "apps"] as const).flatMap((parent) =>
    foldersIn(join(root, parent))
      .filter((name) => existsSync(join(root, parent, name, "package.json")))
      .map((name) => {
        const folder = `${parent}/${name}`;
        return { kind: kinds[parent], name, folder, manifest: readManifest(join(root, folder)) };
      }),
  );
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

function foldersIn(path: string): string[] {
  if (!existsSync(path)) return [];
  const entries = readdirSync(path, { withFileTypes: true });
  return entries
    .filter((e) => e.isDirectory())
    .map((e) => e.name)
    .sort();
}

const notSource = new Set(["node_modules", "dist", "coverage", "fixtures", ".turbo", ".cache"]);

/** The TypeScript files below `root`/`folder`, as paths from `root`. */
export function typeScriptFiles(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.flatMap((e) => {
    const path = `${folder}/${e.name}`;
    if (e.isDirectory()) return notSource.has(e.name) ? [] : typeScriptFiles(root, path);
    return /\.tsx?$/.test(e.name) ? [path] : [];
  });
}
