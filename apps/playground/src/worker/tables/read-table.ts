import { parseCsv, tableDataset, type Table } from "piecewise";
import { mostClasses, type TableRows } from "../../own/own-data.ts";
import { named, refusal } from "../own/refusal.ts";

/** The names of a table's columns. */
export async function columnsIn(file: File): Promise<readonly string[]> {
  return columnsOf(file, await tableIn(file));
}

/** The rows of a table, with one of its columns as the target. */
export async function rowsIn(file: File, target: string): Promise<TableRows> {
  const table = await tableIn(file);
  const data = await named(file, () =>
    plainly(() => tableDataset(table, { target, task: "classification" })),
  );
  checkClasses(file, target, data.classes ?? []);
  return { columns: columnsOf(file, table), data };
}

function columnsOf(file: File, { columns }: Table): readonly string[] {
  if (columns.length < 2)
    throw refusal(file, "a table of one column; give one to tell from at least one other");
  return columns.map(({ name }) => name);
}

/** Remedies as the page has them: a file is changed, and not an option. */
function plainly<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    const plain = text
      .replace(/; give missing: .*/, "; fill it in, or leave the line out")
      .replace(/; leave it out of `features`.*/, "; leave the column out of the file");
    throw new Error(plain, { cause });
  }
}

const tableIn = (file: File): Promise<Table> =>
  named(file, async () => parseCsv(new Uint8Array(await file.arrayBuffer())));

function checkClasses(file: File, target: string, classes: readonly string[]): void {
  const found = `the target ${JSON.stringify(target)} has ${classes.length} different values`;
  if (classes.length > mostClasses)
    throw refusal(
      file,
      `${found}, and at most ${mostClasses} classes are told apart here; choose another column`,
    );
  if (classes.length < 2) throw refusal(file, `${found}; choose a column with at least two`);
}
