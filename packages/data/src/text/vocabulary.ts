import { DataError } from "../data-error.ts";

/** The characters of a text, and their places as numbers to learn from. */
export interface Vocabulary {
  /** In the order of their code points. */
  readonly characters: readonly string[];
  /** Throws a `DataError` at a character that it does not have. */
  readonly encode: (text: string) => Int32Array;
  readonly decode: (tokens: ArrayLike<number>) => string;
}

/**
 * The vocabulary of a text, character by character.
 *
 * @example
 * const vocabulary = vocabularyOf("hello");
 * vocabulary.characters; // ["e","h","l","o"]
 * vocabulary.encode("hole"); // [1,3,2,0]
 * vocabulary.decode([1, 0, 2, 2, 3]); // "hello"
 */
export function vocabularyOf(text: string): Vocabulary {
  const characters = [...new Set(text)].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
  if (characters.length === 0)
    throw new DataError("vocabularyOf", "the text is empty; give at least one character");
  const places = new Map(characters.map((character, place) => [character, place]));
  return {
    characters,
    encode: (of) =>
      Int32Array.from(Array.from(of), (character) => places.get(character) ?? refuse(character)),
    decode: (tokens) =>
      Array.from(tokens, (token) => characters[token] ?? refuseToken(token, characters)).join(""),
  };
}

function refuse(character: string): never {
  throw new DataError(
    "vocabulary.encode",
    `${JSON.stringify(character)} does not occur in the text that the vocabulary was made from; leave it out`,
  );
}

function refuseToken(token: number, { length }: readonly string[]): never {
  throw new DataError("vocabulary.decode", `token ${token} is none of 0 to ${length - 1}`);
}
