/** What can be wrong, for programs. */
export type VerdictCode =
  | "input-scale"
  | "output-activation"
  | "not-trained"
  | "symmetric-weights"
  | "dead-units"
  | "saturated"
  | "vanishing"
  | "exploding"
  | "not-finite"
  | "learning-rate"
  | "no-relation";

/** Where it comes from. */
export type Cause =
  | "inputs"
  | "labels"
  | "bias"
  | "initialization"
  | "activation"
  | "learning rate"
  | "optimizer"
  | "frozen"
  | "no gradient";

/** What is wrong, why, and what to do about it. */
export interface Verdict {
  readonly code: VerdictCode;
  readonly cause: Cause;
  /** A note may well be meant so; it does not make a network ill. */
  readonly severity: "error" | "warning" | "note";
  /** Since which step; 0 for since the start. */
  readonly since: number;
  /** The path of the layer it was found in, where it is one. */
  readonly layer?: string;
  /** Layer, facts and numbers. */
  readonly finding: string;
  /** What to do. */
  readonly remedy: string;
}

/** A share in per cent. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** A number with few digits. */
export function short(x: number): string {
  if (x === 0 || (Math.abs(x) >= 1e-3 && Math.abs(x) < 1e4)) return String(Number(x.toPrecision(2)));
  return x.toExponential(0);
}
