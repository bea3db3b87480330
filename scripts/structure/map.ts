/** What the source of a package may import, by folder names. */
export interface Row {
  readonly values: ReadonlySet<string>;
  /** By `import type` only. */
  readonly types: ReadonlySet<string>;
}

/**
 * Reads the table under "The map" in STYLE.md, whose rows are `| package | what it is | may import |`. The last cell
 * names packages in code style; those after "types of" are for types only; "all of the above" means just that.
 */
export function readMap(style: string): ReadonlyMap<string, Row> {
  const section = /^## The map$([\s\S]*?)^## /m.exec(`${style}\n## `)?.[1] ?? "";
  const map = new Map<string, Row>();
  for (const [, name = "", cell = ""] of section.matchAll(/^\| `([\w-]+)` *\|.*\|(.*)\|$/gm)) {
    const [values = "", types = ""] = cell.split("types of");
    const above = values.includes("all of the above") ? map.keys() : [];
    map.set(name, { values: new Set([...above, ...namesIn(values)]), types: new Set(namesIn(types)) });
  }
  if (map.size === 0) throw new Error('STYLE.md has no table under "## The map"');
  return map;
}

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([\w-]+)`/g)].map((match) => match[1]);
}
