/**
 * Checks the rules of STYLE.md that a compiler does not: who may import whom, cycles between files, the length and the
 * name of a file, and the layout of a package. `node scripts/check-structure.ts [ROOT]` prints each breach as
 * `path:line: what, and what to do`, and exits with 1 if there is one.
 */
import { join } from "node:path";
import { lengths, names } from "./structure/file-rules.ts";
import { cycles, imports } from "./structure/import-rules.ts";
import { coreDependencies, index, manifestLayout, readme, tensorIsAPeer } from "./structure/package-rules.ts";
import { partsOf, type Breach, type Rule } from "./structure/part.ts";

const everywhere: readonly Rule[] = [imports, cycles, lengths, names];
const inPackages: readonly Rule[] = [manifestLayout, coreDependencies, tensorIsAPeer, readme, index];

/** Every breach in the workspace at `root`. */
export function checkStructure(root: string): Breach[] {
  return partsOf(root).flatMap((part) =>
    (part.kind === "package" ? [...everywhere, ...inPackages] : everywhere).flatMap((rule) => rule(part)),
  );
}

if (process.argv[1] === import.meta.filename) {
  const breaches = checkStructure(process.argv[2] ?? join(import.meta.dirname, ".."));
  for (const { path, line, what } of breaches) console.log(`${path}:${line}: ${what}`);
  console.log(breaches.length === 0 ? "The structure is as STYLE.md says." : `${breaches.length} to mend.`);
  process.exitCode = breaches.length === 0 ? 0 : 1;
}
