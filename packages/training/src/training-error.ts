/** Where training was when something failed, as far as that is known. All count from 1. */
export interface Place {
  readonly epoch?: number;
  /** Of the epoch. */
  readonly step?: number;
  /** Of the epoch; there is more than one to a step where gradients are accumulated. */
  readonly batch?: number;
}

/**
 * What went wrong while `fit` trained, and where: `cause` is the error itself, such as a ShapeError of the model.
 *
 * @example
 * new TrainingError({ epoch: 2, step: 5, batch: 5 }, new Error("disk full")).message;
 * // "fit: in epoch 2, step 5, batch 5: disk full"
 */
export class TrainingError extends Error {
  override readonly name = "TrainingError";
  readonly operation = "fit";
  declare readonly epoch?: number;
  declare readonly step?: number;
  declare readonly batch?: number;

  constructor(place: Place, cause: unknown) {
    const parts = (["epoch", "step", "batch"] as const).filter((part) => place[part] !== undefined);
    const where = parts.map((part) => `${part} ${place[part]}`).join(", ");
    const what = cause instanceof Error ? cause.message : String(cause);
    super(`fit: ${where === "" ? "" : `in ${where}: `}${what}`, { cause });
    Object.assign(this, Object.fromEntries(parts.map((part) => [part, place[part]])));
  }
}
