import { useRef, useState } from "preact/hooks";
import type { OwnName, Settings } from "../settings.ts";
import { aside } from "./aside.ts";
import { missingParts, partOf, publishedNames, withParts } from "./image-parts.ts";
import type { ImageParts, OwnData } from "./own-data.ts";
import type { Own } from "./use-own.ts";

/** What was said last of files that were opened. */
export interface Message {
  readonly isRefusal: boolean;
  readonly text: string;
}

/** A table whose target has to be chosen. */
export interface OfferedTable {
  readonly file: File;
  readonly columns: readonly string[];
}

export interface Opening {
  readonly message: Message | undefined;
  readonly table: OfferedTable | undefined;
  /** Opens images, a table, points or drawings. Until they are found good, nothing changes. */
  readonly open: (files: readonly File[]) => void;
  readonly take: (own: OwnData) => void;
  readonly chooseTarget: (target: string) => void;
  readonly beginWithMoons: () => void;
  readonly forget: (name: OwnName) => void;
}

export function useOpening(own: Own, change: (change: Partial<Settings>) => void): Opening {
  const [message, setMessage] = useState<Message>();
  const [table, setTable] = useState<OfferedTable>();
  const [parts, setParts] = useState<ImageParts>();
  // Checking takes a while, in which the settings may change.
  const latest = useRef({ own, change, table, parts });
  latest.current = { own, change, table, parts };

  const attempt = (work: () => Promise<string | undefined>) => {
    setMessage({ isRefusal: false, text: "Looking into it …" });
    work().then(
      (text) => setMessage(text === undefined ? undefined : { isRefusal: false, text }),
      (error: Error) => setMessage({ isRefusal: true, text: error.message }),
    );
  };
  // The panel tells what it was, once the run has it.
  const take = async (data: OwnData): Promise<undefined> => {
    await aside("inspect", data);
    latest.current.own.set(data);
    latest.current.change({ data: data.name });
    setTable(undefined);
  };
  const openTable = async (file: File) => {
    const columns = await aside("columns", file);
    setTable(undefined);
    setParts(undefined);
    try {
      return await take({ name: "own files", kind: "table", file, target: columns[columns.length - 1] });
    } catch (error) {
      // Where it was the target that was refused, another one helps.
      if (String(error).includes("the target")) setTable({ file, columns });
      throw error;
    }
  };
  const openImages = async (more: ImageParts) => {
    const { parts, own } = latest.current;
    const opened = own.data["own files"];
    const all = withParts(parts ?? (opened?.kind === "images" ? opened.parts : {}), more);
    const missing = missingParts(all).map((name) => publishedNames[name]);
    setParts(missing.length === 0 ? undefined : all);
    if (missing.length > 0) return `Still missing: ${missing.join(" and ")}. Drop or choose what is missing.`;
    return take({ name: "own files", kind: "images", parts: all });
  };
  const open = async (files: readonly File[]): Promise<string | undefined> => {
    const [file] = files;
    if (files.length === 1 && /\.csv$/i.test(file.name)) return openTable(file);
    if (files.length === 1 && /\.safetensors$/i.test(file.name)) return take(await rowsIn(file));
    return openImages(partsIn(files));
  };
  return {
    message,
    table,
    open: (files) => attempt(() => open(files)),
    take: (data) => attempt(() => take(data)),
    chooseTarget(target) {
      const { table, own } = latest.current;
      const opened = own.data["own files"];
      const file = table?.file ?? (opened?.kind === "table" ? opened.file : undefined);
      if (file !== undefined) attempt(() => take({ name: "own files", kind: "table", file, target }));
    },
    beginWithMoons: () =>
      attempt(async () => take({ name: "own points", points: await aside("moonPoints", 60) })),
    forget(name) {
      own.forget(name);
      setMessage({ isRefusal: false, text: "Forgotten." });
      setTable(undefined);
      setParts(undefined);
    },
  };
}

async function rowsIn(file: File): Promise<OwnData> {
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
