/** A piece of code in a document, to be run. */
export interface Example {
  /** Where its first line stands, from the root of the workspace. */
  readonly path: string;
  readonly line: number;
  readonly code: string;
  /** Why it is not run; empty if nobody said why. */
  readonly ignored?: string;
}

/** The ```ts blocks of a Markdown text. ```ts ignore: REASON is not run. */
export function examplesInMarkdown(path: string, text: string): Example[] {
  return [...text.matchAll(/^```ts\b(.*)\n([\s\S]*?)^```$/gm)].map((fence) =>
    example(path, lineAt(text, fence.index) + 1, fence[2], fence[1]),
  );
}

/** The `@example` blocks of the doc comments in a TypeScript text. `@example ignore: REASON` is not run. */
export function examplesInDocComments(path: string, text: string): Example[] {
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
    const lines = comment[0].split("\n").map((line) => line.replace(/^\s*(\/\*\*|\*\/|\* ?)/, "").trimEnd());
    const tags = lines.flatMap((line, i) => (line.startsWith("@") ? [i] : []));
    return tags
      .filter((i) => lines[i].startsWith("@example"))
      .map((i) => {
        const end = tags.find((next) => next > i) ?? lines.length;
        const code = lines.slice(i + 1, end).filter((line) => !line.startsWith("```"));
        const line = lineAt(text, comment.index) + i + 1;
        return example(path, line, code.join("\n").trimEnd(), lines[i].slice("@example".length));
      });
  });
}

function example(path: string, line: number, code: string, info: string): Example {
  const ignored = /^\s*ignore\b:?\s*(.*)$/.exec(info);
  return ignored ? { path, line, code, ignored: ignored[1] } : { path, line, code };
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
