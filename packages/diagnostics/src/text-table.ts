/** Rows of cells in aligned columns: the first to the left, the others to the right, a line below the titles. */
export function textTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [titles, ...rows];
  const widths = titles.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  ");
  return [titles, widths.map((width) => "─".repeat(width)), ...rows]
    .map((row) => line(row).trimEnd())
    .join("\n");
}
