import ts from "typescript";

type Checked = ts.ExpressionStatement | ts.ThrowStatement;

/**
 * Turns the values that comments promise into checks. A statement `x; // → text` becomes `await shows(…)`, which compares
 * (see shows.ts); `console.log(x); // → text` compares what is printed; `throw x; // → text` compares the message and
 * throws nothing. The comment may also stand on the lines below. Lines keep their numbers. Throws when the code does
 * not parse.
 *
 * `arrow: "optional"` takes any comment that ends the line of such a statement for a promise, as doc comments write it.
 */
export function instrument(code: string, { arrow }: { readonly arrow: "required" | "optional" }): string {
  const file = ts.createSourceFile("example.ts", code, ts.ScriptTarget.Latest, true);
  const [error] = ts.transpileModule(code, { reportDiagnostics: true }).diagnostics ?? [];
  if (error !== undefined) throw new SyntaxError(ts.flattenDiagnosticMessageText(error.messageText, "\n"));
  let out = code;
  for (const statement of statementsIn(file).toReversed()) {
    const isThrow = ts.isThrowStatement(statement);
    const promised = promise(code.slice(statement.end), arrow === "optional", isThrow);
    if (promised === undefined && !isThrow) continue;
    const check =
      promised === undefined
        ? actual(statement)
        : `await shows(${JSON.stringify(promised)}, ${actual(statement)})`;
    out = `${out.slice(0, statement.getStart())}${check};${out.slice(statement.end)}`;
  }
  return out;
}

/** The statements that can be checked where they stand: those of the module and of its blocks, not of functions. */
function statementsIn(node: ts.Node): Checked[] {
  if (ts.isExpressionStatement(node) || ts.isThrowStatement(node)) return [node];
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return [];
  const found: Checked[] = [];
  ts.forEachChild(node, (child) => void found.push(...statementsIn(child)));
  return found;
}

/** The text that the comment after a statement promises. */
function promise(after: string, bare: boolean, thrown: boolean): string | undefined {
  const [same, ...below] = after.split("\n");
  const [, arrow, text] = /^\s*\/\/ ?(→ ?)?(.*)$/.exec(same) ?? [];
  if (text !== undefined) return bare || arrow !== undefined ? text : undefined;
  const prefix = thrown && bare ? /^\s*\/\/ (→ )?/ : /^\s*\/\/ → /;
  const end = below.findIndex((line) => !prefix.test(line));
  const lines = below.slice(0, end < 0 ? undefined : end).map((line) => line.replace(prefix, ""));
  return lines.length === 0 ? undefined : lines.join("\n");
}

/** An expression for what is compared. */
function actual(statement: Checked): string {
  const text = statement.expression.getText();
  if (ts.isThrowStatement(statement)) return `printed((${text}).message)`;
  return text.startsWith("console.log(") ? text.replace("console.log", "printed") : text;
}
