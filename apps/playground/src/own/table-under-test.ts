import { rowsIn } from "../worker/tables/read-table.ts";
import type { OwnTable } from "./own-data.ts";

/** A table as the page opens it. */
export async function ownTable(
  content: BlobPart,
  { name = "trees.csv", target = "kind" }: { readonly name?: string; readonly target?: string } = {},
): Promise<OwnTable> {
  const file = new File([content], name);
  return { name: "own files", kind: "table", file, target, rows: await rowsIn(file, target) };
}
