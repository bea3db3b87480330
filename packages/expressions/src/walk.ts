import { apply, select, type Expression } from "./expression.ts";

/** All parts of the expressions, each once, arguments before the functions that use them. */
export function parts(expressions: readonly Expression[]): Expression[] {
  const ordered = new Set<Expression>();
  const visit = (e: Expression) => {
    if (ordered.has(e)) return;
    e.args.forEach(visit);
    ordered.add(e);
  };
  expressions.forEach(visit);
  return [...ordered];
}

/** The same expressions with some parts replaced by others. */
export function replace(
  expressions: readonly Expression[],
  replacements: ReadonlyMap<Expression, Expression>,
): Expression[] {
  const done = new Map(replacements);
  const visit = (e: Expression): Expression => {
    const known = done.get(e);
    if (known !== undefined) return known;
    const result = e.args.length === 0 ? e : rebuild(e, e.args.map(visit));
    done.set(e, result);
    return result;
  };
  return expressions.map(visit);
}

/** The function of `e` applied to other arguments. */
function rebuild(e: Expression, args: Expression[]): Expression {
  if (args.every((arg, i) => arg === e.args[i])) return e;
  const [a, b, c] = args;
  if (e.kind === "select") return select(a, b, c);
  return apply(e.kind as Exclude<Expression["kind"], "constant" | "input" | "scalar">, ...args);
}
