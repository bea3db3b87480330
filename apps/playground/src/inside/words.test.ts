import { expect, it } from "vitest";
import { answerText, deadText, rangeText } from "./words.ts";

const units = { width: 1, height: 1 };
const maps = { width: 2, height: 1 };

it.each([
  ["2 of 3 units answer, unit 2 most", { ...units, shades: Int8Array.of(5, 127, 0), most: 2 }],
  ["1 of 2 filters answer, filter 1 most", { ...maps, shades: Int8Array.of(0, 127, 0, 0), most: 2 }],
  ["0 of 2 units answer", { ...units, shades: Int8Array.of(0, 0), most: 0 }],
])("%s", (text, tiles) => expect(answerText(tiles)).toBe(text));

it("says which of the units in sight are dead, and from where to where a scale goes", () => {
  const alive = Float32Array.of(0, 0.5, 0);
  expect([deadText(alive, 2), deadText(alive, 3), deadText(alive.subarray(1), 1)]).toEqual(["1 dead", "2 dead", "none dead"]); // prettier-ignore
  expect(rangeText({ ...units, shades: Int8Array.of(1), most: 0.25 })).toBe(", from -0.25 to 0.25");
  expect(rangeText({ ...units, shades: Int8Array.of(1) })).toBe("");
});
