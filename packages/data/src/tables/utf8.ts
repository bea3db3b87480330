import { DataError } from "../data-error.ts";

/** Makes text of UTF-8 that comes in pieces, without its byte order mark. */
export function utf8Decoder(operation: string): (bytes: Uint8Array | undefined, last: boolean) => string {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  return (bytes, last) => {
    try {
      return utf8.decode(bytes, { stream: !last });
    } catch (cause) {
      const remedy = 'decode it first, as with new TextDecoder("windows-1252")';
      throw new DataError(operation, `the bytes are not UTF-8; ${remedy}`, { cause });
    }
  };
}

/** The text without a byte order mark. */
export const withoutMark = (text: string): string => text.replace(/^\ufeff/, "");
