/** Phrases in lines of at most so many columns. A phrase that is too long by itself is broken between its words. */
export function wrap(phrases: readonly string[], columns: number, gap = "   "): string[] {
  const lines: string[] = [];
  for (const phrase of phrases) {
    const longer = lines.length === 0 ? phrase : lines.at(-1)! + gap + phrase;
    if (longer.length <= columns) lines.splice(-1, 1, longer);
    else if (phrase.length <= columns || !phrase.includes(" ")) lines.push(phrase);
    else lines.push(...wrap(phrase.split(" "), columns, " "));
  }
  return lines;
}
