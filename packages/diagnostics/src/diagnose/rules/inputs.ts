import type { Evidence } from "../evidence.ts";
import { short, type Verdict } from "../verdict.ts";

// Initialisers are made for inputs of mean 0 and size 1 (LeCun, Bottou, Orr and Müller, "Efficient backprop", 1998). Pixels from
// 0 to 1 have a size of about 0.3, standardised ones 1; pixels from 0 to 255 have about 80.
const [tooLarge, tooSmall] = [10, 0.01];
/** One feature that is so many times as large as the middle one hides the others. */
const uneven = 30;

/** Inputs that are NaN, or far from the size that initialisers are made for. */
export function inputRule({ input, layers }: Evidence): Verdict[] {
  if (input === undefined) return [];
  const base = { code: "input-scale", cause: "inputs", since: 0 } as const;
  const standardise = "standardise each feature to mean 0 and deviation 1";
  const { size, mean, largest, middle } = input;
  if (!Number.isFinite(size)) {
    const finding = "the inputs hold numbers that are NaN or infinite";
    return [{ ...base, severity: "error", finding, remedy: "drop these rows, or fill what is missing" }];
  }
  if (layers[0]?.block.norms.length > 0) return [];
  const facts = `the inputs have the size ${short(size)} (mean ${short(mean)})`;
  const isUneven = largest > uneven * middle && largest > 3;
  if (size <= tooLarge && size >= tooSmall && !isUneven) return [];
  const finding = isUneven
    ? `one feature of the inputs has the size ${short(largest)}, the middle one ${short(middle)}`
    : `${facts}, but first weights are made for about 1`;
  return [{ ...base, severity: "warning", finding, remedy: standardise }];
}
