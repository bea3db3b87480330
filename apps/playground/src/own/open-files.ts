import type { Settings } from "../settings.ts";
import { aside } from "./aside.ts";
import { missingParts, partOf, publishedNames, withParts } from "./image-parts.ts";
import type { ImageParts, OwnData } from "./own-data.ts";
import { columnsIn, rowsIn } from "./table-reader.ts";
import type { Own } from "./use-own.ts";

/** A table whose target has to be chosen. */
export interface OfferedTable {
  readonly file: File;
  readonly columns: readonly string[];
}

/** What waits for something: a table for its target, images for their labels. */
export interface Pending {
  readonly table?: OfferedTable;
  readonly parts?: ImageParts;
}

/** What opening files reads and changes. Checking takes a while, in which the settings may change: it is asked for anew. */
export type Desk = () => {
  readonly own: Own;
  readonly change: (change: Partial<Settings>) => void;
  readonly pending: Pending;
  readonly setPending: (pending: Pending) => void;
  /** Whether nothing else was opened or chosen since. */
  readonly isWanted: boolean;
};

/** Opens images, a table, points or drawings. It throws what speaks against that, or gives what is to be said. */
export async function openFiles(desk: Desk, files: readonly File[]): Promise<string | undefined> {
  const [file] = files;
  if (files.length === 1 && /\.csv$/i.test(file.name)) return openTable(desk, file);
  if (files.length === 1 && /\.safetensors$/i.test(file.name)) return take(desk, await drawnIn(file));
  return openImages(desk, partsIn(files));
}

/** Has the run learn from these data, once they are found good. What they are is told when the run has read them. */
export async function take(desk: Desk, data: OwnData): Promise<undefined> {
  await aside("inspect", data);
  const { own, change, setPending, isWanted } = desk();
  if (!isWanted) return;
  own.set(data);
  change({ data: data.name });
  setPending({});
}

/** Learns another column of the table that waits for its target, or of the one that is learned from. */
export async function takeTarget(desk: Desk, target: string): Promise<undefined> {
  const { own, pending } = desk();
  const opened = own.data["own files"];
  const file = pending.table?.file ?? (opened?.kind === "table" ? opened.file : undefined);
  if (file !== undefined) await takeTable(desk, file, target);
}

async function openTable(desk: Desk, file: File): Promise<undefined> {
  desk().setPending({});
  const columns = await columnsIn(file);
  try {
    await takeTable(desk, file, columns[columns.length - 1]);
  } catch (error) {
    // Where it was the target that was refused, another one helps.
    if (String(error).includes("the target")) desk().setPending({ table: { file, columns } });
    throw error;
  }
}

async function takeTable(desk: Desk, file: File, target: string): Promise<void> {
  const rows = await rowsIn(file, target);
  await take(desk, { name: "own files", kind: "table", file, target, rows });
}

async function openImages(desk: Desk, more: ImageParts): Promise<string | undefined> {
  const { own, pending, setPending } = desk();
  const opened = own.data["own files"];
  const parts = withParts(pending.parts ?? (opened?.kind === "images" ? opened.parts : {}), more);
  const missing = missingParts(parts).map((name) => publishedNames[name]);
  setPending(missing.length === 0 ? {} : { parts });
  if (missing.length === 0) return take(desk, { name: "own files", kind: "images", parts });
  return `Still missing: ${missing.join(" and ")}. Drop or choose what is missing.`;
}

async function drawnIn(file: File): Promise<OwnData> {
  const rows = await aside("rowsInFile", new Uint8Array(await file.arrayBuffer()));
  if (rows !== undefined) return rows;
  throw new Error(`${file.name} has no inputs and targets; weights are opened under “Keep and bring back”`);
}

function partsIn(files: readonly File[]): ImageParts {
  return Object.fromEntries(
    files.map((file) => {
      const part = partOf(file.name);
      if (part === undefined) throw new Error(`${file.name} ${unknown}`);
      return [part, file];
    }),
  );
}

const unknown =
  "is nothing that is opened here: give images and their labels as MNIST’s files, or one table (.csv), or points or drawings (.safetensors)";
