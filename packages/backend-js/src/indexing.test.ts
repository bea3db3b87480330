import { expect, it } from "vitest";
import { gather, indexSelect } from "./indexing.ts";

const x = new Float32Array(10);
const output = [new Float32Array(4)];

it("says which index is out of range, where it is, and what the range is", () => {
  const attributes = { outer: 1, size: 5, inner: 2, count: 2 };
  expect(() => indexSelect(output, [x, new Int32Array([4, 7])], attributes)).toThrow(
    "indexSelect: index 7 at position 1 is out of range: indices go from 0 to 4",
  );
  expect(() => gather(output, [x, new Int32Array([0, 1, -1, 2])], attributes)).toThrow(
    "gather: index -1 at position 2 is out of range: indices go from 0 to 4",
  );
});

it("says that an empty axis has no indices", () => {
  const attributes = { outer: 1, size: 0, inner: 1, count: 1 };
  expect(() => indexSelect(output, [x, new Int32Array([0])], attributes)).toThrow(
    "indexSelect: index 0 at position 0 is out of range: there is nothing to name",
  );
});
