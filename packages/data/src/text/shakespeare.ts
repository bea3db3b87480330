import { dataFile, type FileOptions } from "../data-file.ts";

/**
 * Tiny Shakespeare: 40,000 lines of his plays, 1,115,394 characters of 65 kinds, put together by Andrej Karpathy. The text
 * is in the public domain. It is looked for as the files of `mnist` are, in a folder `tiny-shakespeare`.
 *
 * @example ignore: downloads
 * const text = await shakespeare();
 * const data = textWindows(vocabularyOf(text).encode(text), { length: 64 });
 */
export async function shakespeare(options: FileOptions = {}): Promise<string> {
  return new TextDecoder().decode(await dataFile(origin, file, options));
}

const origin = {
  name: "shakespeare",
  folders: ["tiny-shakespeare", "tinyshakespeare", "."],
  mirrors: ["https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/"],
} as const;

const file = {
  name: "input.txt",
  published: "input.txt",
  sha256: "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
} as const;
