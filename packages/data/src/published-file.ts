import { gunzip, isGzip } from "./gunzip.ts";

/** A file that anyone may have a copy of, zipped or not. */
export interface PublishedFile {
  /** Without `.gz`. */
  readonly name: string;
  /** In hexadecimal, of its unzipped content unless `digestOf` says otherwise. */
  readonly sha256: string;
  /** "text": with plain line ends, in which copies of texts differ. "zip": of the zip file itself. */
  readonly digestOf?: "text" | "zip";
  /** What a download of it is called; its name with `.gz` unless given. */
  readonly published?: string;
}

/** What a download of the file is called. */
export const downloadName = ({ name, published = `${name}.gz` }: PublishedFile): string => published;

/** The unzipped content of a copy; an `Error` without an operation when it is not the published one. */
export async function verifiedContent(
  file: PublishedFile,
  copy: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const unzipped = isGzip(copy) ? await gunzip(copy) : copy;
  const content = file.digestOf === "text" ? unzipped.filter((byte) => byte !== carriageReturn) : unzipped;
  const found = await sha256(file.digestOf === "zip" ? copy : content);
  if (found === file.sha256) return content;
  throw new Error(`its content has the SHA-256 ${found}, expected ${file.sha256} for ${file.name}`);
}

const carriageReturn = 0x0d;

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (!("subtle" in crypto)) throw new Error("SHA-256 needs a page that comes over https, or from localhost");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
