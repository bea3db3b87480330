import { posix } from "node:path";
import type { Breach, Part } from "./part.ts";

const longest = 300;
const vague = /^(utils?|helpers?|common|misc|types)\./;

/** A file can be finished in one sitting. */
export function lengths({ sources }: Part): Breach[] {
  return sources.flatMap(({ path, text }) => {
    const lines = text.replace(/\n$/, "").split("\n");
    if (lines.length <= longest || /\bgenerated\b/i.test(lines[0])) return [];
    return [
      { path, line: longest + 1, what: `${lines.length} lines of at most ${longest}: split it by subject` },
    ];
  });
}

/** A file is named after its subject. */
export function names({ sources }: Part): Breach[] {
  return sources
    .filter(({ path }) => vague.test(posix.basename(path)))
    .map(({ path }) => ({
      path,
      line: 1,
      what: "a name that says nothing: name the file after what it exports",
    }));
}
