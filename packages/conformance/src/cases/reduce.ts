import type { AlongAxis, Attributes } from "@piecewise/spec";
import { bool, float, int32, type Case, type Values } from "../case.ts";
import { integers, numbers } from "../numbers.ts";
import { axes, countOf, special, specialColumns, textOf } from "./along.ts";

type Operation = Attributes["reduce"]["operation"];

/** What the special rows give, worked out by hand. */
const ofSpecial: Record<Operation, readonly number[]> = {
  sum: [NaN, Infinity, -Infinity, NaN, 5, -Infinity],
  product: [NaN, Infinity, NaN, NaN, 4, -Infinity],
  max: [NaN, Infinity, 5, NaN, 2, -Infinity],
  min: [NaN, 1, -Infinity, NaN, 1, -Infinity],
};
const operations = Object.keys(ofSpecial) as Operation[];

function reduction(
  title: string,
  operation: Operation,
  input: Values,
  { outer, size, inner }: AlongAxis,
  more: Partial<Case<"reduce">> = {},
): Case<"reduce"> {
  const attributes = { outer, size, inner, operation };
  return { title, inputs: [input], attributes, outputs: [input.kind], ...more };
}

const randomCases = operations.flatMap((operation) =>
  axes.map((axis) =>
    reduction(`takes the ${operation} of ${textOf(axis)}`, operation, float(numbers(countOf(axis))), axis),
  ),
);

const specialCases = operations.flatMap((operation) =>
  [special, specialColumns].map(({ axis, numbers }) =>
    reduction(
      `takes the ${operation} of special values in ${textOf(axis)}`,
      operation,
      float(numbers),
      axis,
      {
        expected: [ofSpecial[operation]],
      },
    ),
  ),
);

const line = (size: number): AlongAxis => ({ outer: 1, size, inner: 1 });
const small: AlongAxis = { outer: 2, size: 5, inner: 7 };
const signed = int32(integers(70, 9).map((value) => value - 4));
const truths = bool(integers(70, 2));
/** Enough numbers for threads, in shapes that do not divide evenly. */
const large: readonly AlongAxis[] = [
  line(70001),
  { outer: 1, size: 7001, inner: 10 },
  { outer: 2, size: 1100, inner: 40 },
  { outer: 1, size: 512, inner: 8 },
  { outer: 9, size: 1000, inner: 3 },
];
const thirds = new Array<number>(20000).fill(1 / 3);

export const reduce: readonly Case<"reduce">[] = [
  ...randomCases,
  ...specialCases,
  reduction(
    "gives 0 for the sum of nothing",
    "sum",
    float([]),
    { outer: 2, size: 0, inner: 2 },
    { expected: [[0, 0, 0, 0]] },
  ),
  reduction(
    "gives 1 for the product of nothing",
    "product",
    float([]),
    { outer: 1, size: 0, inner: 2 },
    { expected: [[1, 1]] },
  ),
  reduction("keeps a long sum precise", "sum", float(thirds), line(20000)),
  // A product of so many numbers is not precise in float32, whatever the order.
  ...(["sum", "max", "min"] as const).flatMap((operation) =>
    large.map((axis) =>
      reduction(
        `takes the ${operation} of ${textOf(axis)}`,
        operation,
        float(numbers(countOf(axis), 3, [0.999, 1.001])),
        axis,
      ),
    ),
  ),
  reduction("keeps long sums of columns precise", "sum", float(thirds), { outer: 1, size: 4000, inner: 5 }),
  ...operations.map((operation) => reduction(`takes the ${operation} of int32`, operation, signed, small)),
  reduction("is exact for int32", "sum", int32([16777217, 1, 1, -3, 100000000]), line(5), {
    expected: [[116777217 - 1]],
  }),
  reduction("counts bool into int32", "sum", truths, small, { outputs: ["int32"] }),
  reduction("counts many bool into int32", "sum", bool(new Array<number>(1000).fill(1)), line(1000), {
    outputs: ["int32"],
    expected: [[1000]],
  }),
  reduction("says whether any bool is true", "max", truths, small),
  reduction("says whether all bool are true", "min", truths, small),
];

/** Where the largest and smallest of the special rows lie, worked out by hand. */
const placesInSpecial = { max: [1, 0, 1, 0, 0, 0], min: [1, 2, 0, 0, 2, 0] };

export const argReduce: readonly Case<"argReduce">[] = (["max", "min"] as const).flatMap((operation) => {
  const along = (title: string, input: Values, { outer, size, inner }: AlongAxis): Case<"argReduce"> => ({
    title: `finds the ${operation} ${title}`,
    inputs: [input],
    attributes: { outer, size, inner, operation },
    outputs: ["int32"],
  });
  return [
    ...axes.map((axis) => along(`of ${textOf(axis)}`, float(numbers(countOf(axis))), axis)),
    ...[special, specialColumns].map(({ axis, numbers }) => ({
      ...along(`of special values in ${textOf(axis)}`, float(numbers), axis),
      expected: [placesInSpecial[operation]],
    })),
    along("of int32, the first of equals", signed, small),
    along("of bool, the first of equals", truths, small),
    along("among many equals", float(integers(66, 3)), { outer: 2, size: 33, inner: 1 }),
  ];
});

/** The order of the special rows, worked out by hand. */
const orderOfSpecial = {
  ascending: [0, 2, 1, 2, 1, 0, 0, 2, 1, 2, 0, 1, 2, 0, 1, 0, 1, 2],
  descending: [1, 2, 0, 0, 1, 2, 1, 2, 0, 0, 1, 2, 0, 1, 2, 0, 1, 2],
};

export const argSort: readonly Case<"argSort">[] = (["ascending", "descending"] as const).flatMap((order) => {
  const along = (input: Values, { outer, size, inner }: AlongAxis): Case<"argSort"> => ({
    title: `sorts ${textOf({ outer, size, inner })} of ${input.kind}, ${order}`,
    inputs: [input],
    attributes: { outer, size, inner, descending: order === "descending" },
    outputs: ["int32"],
  });
  return [
    ...axes.map((axis) => along(float(numbers(countOf(axis))), axis)),
    {
      ...along(float(special.numbers), special.axis),
      title: `sorts special values, ${order}`,
      expected: [orderOfSpecial[order]],
    },
    along(signed, small),
    along(truths, small),
    {
      ...along(float(integers(66, 3)), { outer: 2, size: 33, inner: 1 }),
      title: `keeps equals in their order, ${order}`,
    },
  ];
});

export const cumulativeSum: readonly Case<"cumulativeSum">[] = [false, true].flatMap((reverse) => {
  const along = (input: Values, { outer, size, inner }: AlongAxis): Case<"cumulativeSum"> => ({
    title: `adds up ${textOf({ outer, size, inner })} of ${input.kind}, ${reverse ? "last" : "first"} to ${reverse ? "first" : "last"}`,
    inputs: [input],
    attributes: { outer, size, inner, reverse },
    outputs: [input.kind],
  });
  return [
    ...axes.map((axis) => along(float(numbers(countOf(axis))), axis)),
    along(float(special.numbers), special.axis),
    along(signed, small),
    { ...along(truths, small), title: `counts bool up into int32, reverse ${reverse}`, outputs: ["int32"] },
  ];
});
