import { DataError } from "../data-error.ts";
import { diskFor } from "../disk.ts";
import { reasonOf } from "../reason.ts";
import { parseCsv, type CsvOptions, type Table } from "./csv.ts";

/**
 * Reads a file of comma-separated values: see {@link parseCsv}.
 *
 * @example ignore: reads a file
 * const data = tableDataset(await readCsv("houses.csv"), { target: "price" });
 */
export async function readCsv(path: string, options: CsvOptions = {}): Promise<Table> {
  const disk = diskFor("readCsv", "parseCsv");
  try {
    return parseCsv(await disk.read(path), options);
  } catch (cause) {
    throw new DataError("readCsv", `cannot use ${path}: ${reasonOf(cause)}`, { cause });
  }
}
