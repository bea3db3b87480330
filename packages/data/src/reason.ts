/** Why something failed, in words: `fetch` hides it in the cause. */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const { cause } = thrown;
  if (!(cause instanceof Error)) return thrown.message;
  const code = "code" in cause ? String(cause.code) : cause.name;
  return `${thrown.message} (${cause.message || code})`;
}
