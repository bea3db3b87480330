import { formula, input, scalar, type Expression } from "@piecewise/expressions";
import { float, type Case } from "../case.ts";
import { lengths, numbers } from "../numbers.ts";

const [param, grad, mean, square] = [input(0), input(1), input(2), input(3)];
const descent = [param.minus(grad.times(scalar(0)))];
const newMean = mean.times(0.9).plus(grad.times(0.1));
const newSquare = square.times(0.99).plus(grad.square().times(0.01));
const adaptive = [
  param.minus(newMean.times(scalar(0)).dividedBy(newSquare.sqrt().plus(0.01))),
  newMean,
  newSquare,
];

/** The outputs are the inputs they replace, as in an optimizer: all but the gradient, which comes second. */
function step(
  title: string,
  rule: readonly Expression[],
  inputs: number,
  sizes: readonly number[],
): Case<"update"> {
  const places = Array.from({ length: inputs }, (_, i) => i).filter((i) => i !== 1);
  return {
    title,
    inputs: sizes.flatMap((size, group) =>
      Array.from({ length: inputs }, (_, i) => float(numbers(size, group + 3 * i, [0.1, 2]))),
    ),
    attributes: { formula: formula(rule, inputs), scalars: [0.25], sizes },
    outputs: sizes.flatMap(() => rule.map(() => "float" as const)),
    inPlace: sizes.flatMap((_, group) => places.map((i) => group * inputs + i)),
    magnitude: 2,
  };
}

/** The same, with the squares of the gradient and of the change added up over each group. */
function withSums(of: Case<"update">, rule: readonly Expression[]): Case<"update"> {
  const { formula: plain, ...rest } = of.attributes;
  const squares = [grad.square(), rule[0].minus(param).square()];
  return {
    ...of,
    title: `${of.title}, and adds up squares`,
    attributes: { ...rest, formula: formula([...rule, ...squares], plain.inputs), sums: 2 },
    outputs: [...of.outputs, "float"],
  };
}

export const update: readonly Case<"update">[] = [
  step("changes one group", descent, 2, [7]),
  step("changes groups of all sizes", descent, 2, [...lengths, 0, 100, 2]),
  step("changes several arrays of each group", adaptive, 4, [5, 64, 1, 33]),
  step("changes large groups beside small ones", adaptive, 4, [3, 70_001, 20, 5_000]),
  step("changes nothing where there is no group", descent, 2, []),
  step("changes many groups", descent, 2, new Array<number>(150).fill(9)),
  withSums(step("changes groups of all sizes", descent, 2, [...lengths, 0, 100, 2]), descent),
  withSums(step("changes large groups beside small ones", adaptive, 4, [3, 70_001, 20]), adaptive),
];
