import ts from "typescript";

/** One `import`, `export … from`, `import("…")` or `import("…").Type` of a file. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** `import type` or `export type`: nothing of it is left when the program runs. `{ type X }` leaves the import. */
  readonly typeOnly: boolean;
}

/** Everything a file imports, types included, in the order it stands there. */
export function importsOf(path: string, text: string): Import[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const add = (at: ts.Node, typeOnly: boolean) => {
    if (!ts.isStringLiteralLike(at)) return;
    found.push({ specifier: at.text, line: lineOf(file, at), typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly === true);
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      node.arguments.slice(0, 1).forEach((argument) => add(argument, false));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** The statements of a file that are neither `export … from` nor, with its path, `import "…"`. */
export function codeIn(path: string, text: string): { line: number; sideEffect?: string }[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return file.statements.flatMap((statement) => {
    const line = lineOf(file, statement);
    if (ts.isExportDeclaration(statement) && statement.moduleSpecifier) return [];
    if (!ts.isImportDeclaration(statement) || statement.importClause !== undefined) return [{ line }];
    return [{ line, sideEffect: (statement.moduleSpecifier as ts.StringLiteral).text }];
  });
}

function lineOf(file: ts.SourceFile, node: ts.Node): number {
  return file.getLineAndCharacterOfPosition(node.getStart()).line + 1;
}
