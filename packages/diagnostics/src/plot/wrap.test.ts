import { expect, it } from "vitest";
import { wrap } from "./wrap.ts";

it.each<[string, readonly string[], number, string[]]>([
  ["keeps phrases on one line where they fit", ["one", "two"], 9, ["one   two"]],
  ["begins a new line where they do not", ["one", "two"], 8, ["one", "two"]],
  ["breaks a phrase that is too long between its words", ["a", "bb cc dd"], 5, ["a", "bb cc", "dd"]],
  ["leaves a word whole that is too long by itself", ["abcdef"], 3, ["abcdef"]],
  ["gives no lines for no phrases", [], 10, []],
])("wrap %s", (_, phrases, columns, lines) => {
  expect(wrap(phrases, columns)).toEqual(lines);
});
