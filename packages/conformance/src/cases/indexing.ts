import type { PickAlongAxis } from "@piecewise/spec";
import { bool, float, int32, type Case, type Values } from "../case.ts";
import { integers, lengths, numbers } from "../numbers.ts";

type Name = "indexSelect" | "indexAdd" | "gather" | "scatterAdd";

const axes: readonly PickAlongAxis[] = [
  ...lengths.map((inner) => ({ outer: 1, size: 5, inner, count: 7 })),
  ...lengths.map((count) => ({ outer: 3, size: 4, inner: 1, count })),
  { outer: 2, size: 3, inner: 4, count: 5 },
  { outer: 2, size: 1, inner: 3, count: 4 },
  { outer: 1, size: 1000, inner: 2, count: 3 },
  { outer: 2, size: 3, inner: 4, count: 0 },
  { outer: 0, size: 3, inner: 4, count: 2 },
];

/** Whether the kernel takes rows out of an array, or adds them to one. */
const takes: Record<Name, boolean> = { indexSelect: true, gather: true, indexAdd: false, scatterAdd: false };
/** Whether each element has its own index. */
const perElement: Record<Name, boolean> = {
  indexSelect: false,
  indexAdd: false,
  gather: true,
  scatterAdd: true,
};

function random(name: Name, axis: PickAlongAxis): Case<Name> {
  const { outer, size, inner, count } = axis;
  const indexCount = perElement[name] ? outer * count * inner : count;
  const indices = int32(integers(indexCount, size, 1));
  return {
    title: `handles ${count} of [${outer}, ${size}, ${inner}]`,
    inputs: [float(numbers(outer * inner * (takes[name] ? size : count))), indices],
    attributes: axis,
    outputs: ["float"],
  };
}

const block = { outer: 1, size: 3, inner: 2, count: 2 };

/** Two picks of rows of two; the indices are given for each element, of which `indexSelect` uses one a row. */
function small(
  name: Name,
  title: string,
  of: (count: number) => Values,
  indices: readonly number[],
): Case<Name> {
  const values = of(takes[name] ? 6 : 4);
  const used = perElement[name] ? indices : indices.filter((_, i) => i % 2 === 0);
  return { title, inputs: [values, int32(used)], attributes: block, outputs: [values.kind] };
}

const floats = (count: number) => float(numbers(count));

/** An index that is out of range, the fourth of all elements or the second of all rows. */
function refusal(name: Name, index: number): Case<Name> {
  return {
    ...small(name, `refuses the index ${index}`, floats, [0, 1, index, index]),
    expected: [new Array<number>(takes[name] ? 4 : 6).fill(NaN)],
    refuses: { index, position: perElement[name] ? 2 : 1, last: 2 },
  };
}

function casesOf(name: Name): readonly Case<Name>[] {
  return [
    ...axes.map((axis) => random(name, axis)),
    small(name, "takes one index again and again", floats, [1, 1, 1, 1]),
    small(name, "handles int32", (count) => int32(integers(count, 99)), [2, 1, 0, 2]),
    refusal(name, 3),
    refusal(name, -1),
    refusal(name, 1000000),
  ];
}

/** An index into an axis without a place. */
const intoNothing = {
  title: "refuses any index into nothing",
  inputs: [float([]), int32([0])],
  attributes: { outer: 1, size: 0, inner: 1, count: 1 },
  outputs: ["float"],
  expected: [[NaN]],
  refuses: { index: 0, position: 0 },
} as const;

const truths = (count: number) => bool(integers(count, 2));

export const indexSelect: readonly Case<"indexSelect">[] = [
  ...casesOf("indexSelect"),
  small("indexSelect", "handles bool", truths, [2, 2, 0, 0]),
  {
    ...small("indexSelect", "takes rows in the order of the indices", floats, [2, 2, 0, 0]),
    inputs: [float([1, 2, 3, 4, 5, 6]), int32([2, 0])],
    expected: [[5, 6, 1, 2]],
  },
  intoNothing,
];
export const gather: readonly Case<"gather">[] = [
  ...casesOf("gather"),
  small("gather", "handles bool", truths, [2, 1, 0, 2]),
  {
    ...small("gather", "takes each number from its own row", floats, []),
    inputs: [float([1, 2, 3, 4, 5, 6]), int32([2, 1, 0, 2])],
    expected: [[5, 4, 1, 6]],
  },
  intoNothing,
];
export const indexAdd: readonly Case<"indexAdd">[] = [
  ...casesOf("indexAdd"),
  {
    ...small("indexAdd", "adds rows that have the same index", floats, []),
    inputs: [float([1, 2, 3, 4]), int32([2, 2])],
    expected: [[0, 0, 0, 0, 4, 6]],
  },
];
export const scatterAdd: readonly Case<"scatterAdd">[] = [
  ...casesOf("scatterAdd"),
  {
    ...small("scatterAdd", "adds each number to its own row", floats, []),
    inputs: [float([1, 2, 3, 4]), int32([2, 1, 2, 0])],
    expected: [[0, 4, 0, 2, 4, 0]],
  },
];
