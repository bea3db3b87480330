/** The line that names the error, in what Node or Python printed before it ended. */
export function reasonIn(complaint: string): string {
  const lines = complaint.split("\n").map((line) => line.trim());
  return lines.findLast((line) => /^[\w.]*Error\b|ENOENT/.test(line)) ?? "its process ended";
}
