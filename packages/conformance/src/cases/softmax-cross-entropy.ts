import { float, int32, type Case } from "../case.ts";
import { integers, lengths, numbers } from "../numbers.ts";

const reductions = ["none", "sum", "mean"] as const;

function entropy(
  title: string,
  logits: readonly number[],
  labels: readonly number[],
  reduction: (typeof reductions)[number] = "mean",
): Case<"softmaxCrossEntropy"> {
  const rows = labels.length;
  return {
    title,
    inputs: [float(logits), int32(labels)],
    attributes: { rows, classes: rows === 0 ? 3 : logits.length / rows, ignoreIndex: -100, reduction },
    outputs: ["float", "float"],
  };
}

const third = Math.log(3);
const pull = [1 / 3 - 1, 1 / 3, 1 / 3];

function refusal(label: number): Case<"softmaxCrossEntropy"> {
  return {
    ...entropy(`refuses the label ${label}`, [1, 2, 3, 4, 5, 6], [1, label]),
    expected: [[NaN], [NaN, NaN, NaN, NaN, NaN, NaN]],
    refuses: { index: label, position: 1, last: 2 },
  };
}

export const softmaxCrossEntropy: readonly Case<"softmaxCrossEntropy">[] = [
  ...reductions.flatMap((reduction) =>
    [...lengths, 100].map((classes) =>
      entropy(
        `handles ${classes} classes with reduction ${reduction}`,
        numbers(5 * classes, 0, [-6, 6]),
        integers(5, classes, 1),
        reduction,
      ),
    ),
  ),
  ...[1, 3, 32, 33, 300].map((rows) =>
    entropy(`handles ${rows} rows`, numbers(rows * 10), integers(rows, 10, 1)),
  ),
  ...reductions.map((reduction) =>
    entropy(`leaves out ignored rows (${reduction})`, numbers(5 * 6), [1, -100, 5, 0, -100], reduction),
  ),
  {
    ...entropy("gives no loss where all rows are ignored, not even NaN", [1, 2, 3], [-100], "sum"),
    expected: [[0], [0, 0, 0]],
  },
  {
    ...entropy("has no mean where all rows are ignored", [1, 2, 3], [-100]),
    expected: [[NaN], [0, 0, 0]],
  },
  {
    ...entropy("ignores infinities in rows that are ignored", [Infinity, NaN, 3, 5, 5, 5], [-100, 0], "none"),
    expected: [
      [0, third],
      [0, 0, 0, ...pull],
    ],
  },
  {
    ...entropy("takes equal logits, however large", [1000, 1000, 1000], [0]),
    expected: [[third], pull],
  },
  {
    ...entropy("does not overflow where logits lie far apart", [1000, 0, -1000], [2], "sum"),
    expected: [[2000], [1, 0, -1]],
  },
  {
    ...entropy("lets NaN be seen", [1, NaN, 2, 0, 0, 0], [0, 0], "none"),
    expected: [
      [NaN, third],
      [NaN, NaN, NaN, ...pull],
    ],
  },
  { ...entropy("sums nothing to 0", [], [], "sum"), expected: [[0], []] },
  { ...entropy("gives no losses for no rows", [], [], "none"), expected: [[], []] },
  ...[3, -1, 1000000].map(refusal),
];
