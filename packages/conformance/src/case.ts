import type { Attributes, KernelName } from "@piecewise/spec";

/** What a buffer of a case holds. "float" is float32 and, on a backend that has it, float64 in a second run. */
export type Kind = "float" | "int32" | "bool";

/** The numbers of an input. */
export interface Values {
  readonly kind: Kind;
  readonly numbers: readonly number[];
}

/** One call of a kernel, and what must come of it. */
export interface CaseWith<Given> {
  /** Ends the sentence that the kernel's name begins. */
  readonly title: string;
  readonly inputs: readonly Values[];
  readonly attributes: Given;
  readonly outputs: readonly Kind[];
  /** The outputs, worked out by hand. Without them the reference works them out. */
  readonly expected?: readonly (readonly number[])[];
  /** How large the numbers are that the result is made of, where the result may be much smaller. */
  readonly magnitude?: number;
  /** Whether −0 must not be 0. */
  readonly signedZeros?: boolean;
  /** `inPlace[o]` is the input whose buffer is also output o. */
  readonly inPlace?: readonly number[];
  /** The index that is out of range; then there is no output. */
  readonly refuses?: { readonly index: number; readonly position: number; readonly last?: number };
}

/** A call of one kernel; kernels that are told the same share their cases. */
export type Case<Name extends KernelName> = CaseWith<Attributes[Name]>;

/** A table with cases for every kernel: a kernel without a row does not compile. */
export type ConformanceCases = { readonly [Name in KernelName]: readonly Case<Name>[] };

export const float = (numbers: readonly number[]): Values => ({ kind: "float", numbers });
export const int32 = (numbers: readonly number[]): Values => ({ kind: "int32", numbers });
export const bool = (numbers: readonly number[]): Values => ({ kind: "bool", numbers });
