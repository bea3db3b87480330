import { agrees, difference, type Tolerance } from "./difference.ts";

/** The dtypes every case is run in. */
export type FloatType = "float32" | "float64";

/** Where PyTorch's value is not what we return, and why: other numbers at some elements, or a wider tolerance. */
export type Judgement = {
  /** An output's name, or `gradient of x`. */
  readonly of: string;
  /** The dtype it is about; both unless given. */
  readonly dtype?: FloatType;
  readonly because: string;
} & (
  | { readonly elements: readonly number[]; /** What we return there instead. */ readonly are: number }
  | { readonly within: Tolerance }
);

/**
 * What is wrong with a result, in sentences. A judgement that is not needed is wrong, too: each of its elements must
 * differ from PyTorch's value, and a wider tolerance must be used.
 */
export function problemsWith(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance,
  judgements: readonly Judgement[],
): string[] {
  const judged = Array.from(expected);
  let allowed = tolerance;
  const stale: string[] = [];
  for (const judgement of judgements)
    if ("elements" in judgement) stale.push(...replace(judged, got, tolerance, judgement));
    else allowed = judgement.within;
  const tight = difference(got, judged, tolerance);
  if (allowed !== tolerance && tight === undefined) stale.push("a wider tolerance that is not needed");
  const wrong = difference(got, judged, allowed);
  return wrong === undefined ? stale : [wrong, ...stale];
}

/** Puts our numbers in the place of PyTorch's; gives back what was judged without need. */
function replace(
  expected: number[],
  got: ArrayLike<number>,
  tolerance: Tolerance,
  { elements, are }: { readonly elements: readonly number[]; readonly are: number },
): string[] {
  const needless = elements.filter((i) => i >= expected.length || agrees(got[i], expected[i], tolerance));
  for (const i of elements) expected[i] = are;
  return needless.map((i) => `element ${i} is judged, but agrees with PyTorch`);
}
