import { posix } from "node:path";
import type { Member } from "../workspace.ts";
import type { Import } from "./imports.ts";
import type { Breach, Part, Source } from "./part.ts";

/** Imports go one way, and only to packages that package.json lists. */
export function imports(part: Part): Breach[] {
  if (part.kind === "package" && !part.map.has(part.name))
    return [
      { path: `${part.folder}/package.json`, line: 1, what: "not on the map of STYLE.md: give it a row" },
    ];
  return part.sources.flatMap((source) =>
    source.imports.flatMap((i) => {
      const what = i.specifier.startsWith(".") ? leaving(part, source, i) : misdirected(part, source, i);
      return what === undefined ? [] : [{ path: source.path, line: i.line, what }];
    }),
  );
}

function leaving(part: Part, source: Source, i: Import): string | undefined {
  if (!isPublished(part, source) || target(source, i).startsWith(`${part.folder}/`)) return undefined;
  return `${i.specifier} leaves ${part.folder}: import another package by its name`;
}

function misdirected(part: Part, source: Source, { specifier, typeOnly }: Import): string | undefined {
  if (specifier.startsWith("node:")) return undefined;
  const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
  const to = part.members.get(name);
  const wrong = to === undefined ? undefined : offTheMap(part, source, to, typeOnly);
  return wrong ?? unlisted(part, source, name);
}

function offTheMap(part: Part, source: Source, to: Member, typeOnly: boolean): string | undefined {
  if (to.kind === "app") return `imports the app ${to.name}: move what is shared into a package`;
  if (source.isTest) return undefined;
  if (to.manifest.private === true) return `${to.name} is not published: only tests may import it`;
  if (part.kind !== "package") return undefined;
  const { values, types } = part.map.get(part.name)!;
  if (values.has(to.name) || (typeOnly && types.has(to.name))) return undefined;
  return types.has(to.name)
    ? `${part.name} may import only types of ${to.name}: write \`import type\``
    : `${part.name} may not import ${to.name}: see the map in STYLE.md`;
}

function unlisted(part: Part, source: Source, name: string): string | undefined {
  const { dependencies, peerDependencies, devDependencies } = part.manifest;
  if (name in { ...dependencies, ...peerDependencies }) return undefined;
  if (isPublished(part, source))
    return `${name} is neither in dependencies nor in peerDependencies of package.json: list it`;
  const tools = part.members.has(name) ? {} : part.workspace.devDependencies;
  return name in { ...devDependencies, ...tools } ? undefined : `${name} is not in package.json: list it`;
}

/** Whether users get this file, and with it what it imports. */
function isPublished(part: Part, source: Source): boolean {
  if (part.kind !== "package" || part.manifest.private === true || source.isTest) return false;
  return source.path.startsWith(`${part.folder}/src/`);
}

/** No file imports itself by way of others. Depth first; an import of a file that is still open closes a cycle. */
export function cycles({ sources }: Part): Breach[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const open: string[] = [];
  const done = new Set<Source>();
  const found: Breach[] = [];
  const visit = (source: Source): void => {
    open.push(source.path);
    for (const i of source.imports.filter((i) => i.specifier.startsWith("."))) {
      const next = byPath.get(target(source, i));
      if (next === undefined || done.has(next)) continue;
      const start = open.indexOf(next.path);
      if (start < 0) visit(next);
      else
        found.push({ path: source.path, line: i.line, what: cycleText([...open.slice(start), next.path]) });
    }
    open.pop();
    done.add(source);
  };
  for (const source of sources) if (!done.has(source)) visit(source);
  return found;
}

function cycleText(paths: readonly string[]): string {
  const names = paths.map((path) => posix.basename(path)).join(" → ");
  return `a cycle, ${names}: move what they share into a file that imports none of them`;
}

function target(source: Source, { specifier }: Import): string {
  return posix.join(posix.dirname(source.path), specifier);
}
