import { expect, it } from "vitest";
import { problemsWith, type Judgement } from "./judgement.ts";

const near = { absolute: 0, relative: 1e-6 };
const ours = (elements: number[], are: number): Judgement => ({ of: "y", elements, are, because: "a test" });
const within = (relative: number): Judgement => ({
  of: "y",
  within: { absolute: 0, relative },
  because: "a test",
});

it.each<[string, number[], Judgement[], string[]]>([
  ["our number in the place of PyTorch's", [1, 9, 3], [ours([1], 9)], []],
  ["nothing else at that element", [1, 8, 3], [ours([1], 9)], ["element 1 is 8 instead of 9"]],
  ["nothing else elsewhere", [1, 9, 4], [ours([1], 9)], ["element 2 is 4 instead of 3"]],
  ["no judgement without need", [1, 2, 3], [ours([1], 2)], ["element 1 is judged, but agrees with PyTorch"]],
  ["a wider tolerance", [1.001, 2, 3], [within(0.01)], []],
  ["nothing beyond it", [1.1, 2, 3], [within(0.01)], ["element 0 is 1.1 instead of 1"]],
  ["no wider tolerance without need", [1, 2, 3], [within(0.01)], ["a wider tolerance that is not needed"]],
])("a judgement allows %s", (_name, got, judgements, problems) => {
  expect(problemsWith(got, [1, 2, 3], near, judgements)).toEqual(problems);
});
