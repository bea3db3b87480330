import TablesWorker from "../worker/tables/tables.worker.ts?worker";
import { answerOn } from "../page/answer.ts";
import type { TableRows } from "./own-data.ts";

/** Without a target: which columns a file has. */
export interface TableQuestion {
  readonly file: File;
  readonly target?: string;
}

let reader: Worker | undefined;

/** Loads what reads tables: once the page is there, and before anybody asks. */
export function loadTableReader(): Worker {
  reader ??= new TablesWorker();
  // What could not be loaded is tried once more for the next table.
  reader.onerror = () => (reader = undefined);
  return reader;
}

export const columnsIn = (file: File): Promise<readonly string[]> => answerOn(loadTableReader(), { file });

export const rowsIn = (file: File, target: string): Promise<TableRows> =>
  answerOn(loadTableReader(), { file, target });
