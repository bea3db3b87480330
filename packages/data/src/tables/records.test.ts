import fc from "fast-check";
import { expect, it } from "vitest";
import { recordReader, type CsvRecord } from "./records.ts";

const text = 'a,"b\r\n,"" c",d\r\n\r\n1,"2",3\n4,,"6"  \r"7"  ,8,9';

function recordsOf(pieces: readonly string[]): CsvRecord[] {
  const reader = recordReader("test", { delimiter: "," });
  return [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
}

it("cuts the same records wherever the text is cut", () => {
  const whole = recordsOf([text]);
  expect(whole.map(({ line }) => line)).toEqual([1, 4, 5, 6]);
  expect(whole[0].fields).toEqual(["a", 'b\n," c', "d"]);
  fc.assert(
    fc.property(fc.array(fc.nat(text.length)), (cuts) => {
      const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      const pieces = places.slice(1).map((end, at) => text.slice(places[at], end));
      expect(recordsOf(pieces)).toEqual(whole);
    }),
  );
});
