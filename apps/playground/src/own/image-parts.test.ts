import { expect, it } from "vitest";
import { missingParts, partOf, withParts } from "./image-parts.ts";

const file = (name: string) => new File([], name);

it.each([
  ["train-images-idx3-ubyte", "trainImages"],
  ["train-labels.idx1-ubyte", "trainLabels"],
  ["t10k-images-idx3-ubyte.gz", "testImages"],
  ["emnist-letters-test-labels-idx1-ubyte", "testLabels"],
  ["notes.txt", undefined],
])("%s is %s", (name, part) => expect(partOf(name)).toBe(part));

it("files that come one after another add up, and one for a place that is taken begins anew", () => {
  const [first, second] = [{ trainImages: file("a") }, { trainLabels: file("b"), testImages: file("c") }];
  const both = withParts(first, second);
  expect(both).toEqual({ ...first, ...second });
  const other = { trainImages: file("d") };
  expect(withParts(both, other)).toEqual(other);
});

it.each([
  [["trainImages"], ["trainLabels"]],
  [["trainImages", "trainLabels"], []],
  [["trainImages", "trainLabels", "testLabels"], ["testImages"]],
  [["testImages"], ["trainImages", "trainLabels", "testLabels"]],
] as const)("of %j, %j are missing", (there, missing) => {
  const parts = Object.fromEntries(there.map((name) => [name, file(name)]));
  expect(missingParts(parts)).toEqual(missing);
});
