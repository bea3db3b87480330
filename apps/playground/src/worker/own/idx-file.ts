import { gunzip, parseIdx, type Idx } from "piecewise";
import { named } from "./refusal.ts";

/** What an IDX file holds, zipped or not. */
export interface IdxFile extends Idx {
  /** The SHA-256 of the unzipped file; empty where the page's address is none that browsers trust with it. */
  readonly digest: () => Promise<string>;
}

export function idxIn(file: File): Promise<IdxFile> {
  return named(file, async () => {
    const read = new Uint8Array(await file.arrayBuffer());
    const bytes = read[0] === 0x1f && read[1] === 0x8b ? await gunzip(read) : read;
    return { ...parseIdx(bytes), digest: () => sha256(bytes) };
  });
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (!("subtle" in crypto)) return "";
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
