import { gunzip, isGzip } from "./gunzip.ts";

/** A file that anyone may have a copy of, zipped or not. */
export interface PublishedFile {
  /** Without `.gz`. */
  readonly name: string;
  /** Of its unzipped content, in hexadecimal. */
  readonly sha256: string;
  /** What a download of it is called; its name with `.gz` unless given. */
  readonly published?: string;
  /** Whether it is a text, of which copies in circulation differ in their line ends: the SHA-256 is that with `\n`. */
  readonly text?: true;
}

/** What a download of the file is called. */
export const downloadName = ({ name, published = `${name}.gz` }: PublishedFile): string => published;

/** The unzipped content of a copy; an `Error` without an operation when it is not the published one. */
export async function verifiedContent(
  file: PublishedFile,
  copy: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const unzipped = isGzip(copy) ? await gunzip(copy) : copy;
  const content = file.text ? unzipped.filter((byte) => byte !== carriageReturn) : unzipped;
  const found = await sha256(content);
  if (found === file.sha256) return content;
  throw new Error(`its content has the SHA-256 ${found}, expected ${file.sha256} for ${file.name}`);
}

const carriageReturn = 0x0d;

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (!("subtle" in crypto)) throw new Error("SHA-256 needs a page that comes over https, or from localhost");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
