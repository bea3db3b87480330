import type { EpochResult } from "../callback.ts";
import type { History } from "../fit-options.ts";
import type { LoadedArray } from "../saved-arrays.ts";
import type { Means } from "../totals.ts";
import type { Place } from "../training-error.ts";

/** What the page, or the main thread, says to a worker. */
export type Order =
  | { readonly kind: "hello" }
  | { readonly kind: "start"; readonly input: unknown; readonly tellsSteps: boolean }
  | { readonly kind: "pause" | "resume" | "abort" }
  | { readonly kind: "stop"; readonly reason: string }
  /** All callbacks have heard of what was told last; the run may go on. */
  | { readonly kind: "heard" };

/** What a worker says. */
export type News =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly history: History; readonly weights: Weights }
  | { readonly kind: "failed"; readonly error: PlainError }
  | Told;

interface InEpoch {
  readonly epoch: number;
  readonly epochs: number;
}

/** What callbacks hear of, as plain data. Steps are told now and then; for all else the run waits until it is heard. */
export type Told =
  | (InEpoch & { readonly kind: "epochStart"; readonly steps?: number | undefined; readonly rowsInEpoch?: number | undefined }) // prettier-ignore
  | (InEpoch & {
      readonly kind: "step";
      readonly step: number;
      readonly steps?: number | undefined;
      readonly totalSteps: number;
      readonly rows: number;
      readonly loss: number;
      readonly means: Means;
    })
  | (InEpoch & { readonly kind: "validation"; readonly totalSteps: number; readonly means: Means })
  | (InEpoch & { readonly kind: "epochEnd"; readonly totalSteps: number; readonly result: EpochResult });

/** A model's weights and running statistics, by PyTorch's names. */
export type Weights = Readonly<Record<string, LoadedArray>>;

/** An error as it can be sent: its class would be lost. */
export interface PlainError extends Place {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  readonly cause?: PlainError;
}

/** An error without its class. */
export function plainError(error: unknown): PlainError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, stack, cause } = error;
  const { epoch, step, batch } = error as Place;
  const place = Object.fromEntries(
    Object.entries({ epoch, step, batch }).filter(([, at]) => at !== undefined),
  );
  return { name, message, stack, ...place, ...(cause === undefined ? {} : { cause: plainError(cause) }) };
}
