import { CheckpointError, type Tensor } from "@piecewise/tensor";

/**
 * What is needed to go on with the same bits: tensors and numbers under flat names, as files hold them. The tensors are the
 * owner's own, and change with its next step.
 */
export interface SavedState {
  /** Whose state it is, such as `adam`. */
  readonly name: string;
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly numbers: Readonly<Record<string, number | boolean>>;
}

/** Reads a saved state; what it lacks, and what does not fit, is an error that says so. */
export class StateReader {
  readonly #owner: string;
  readonly #saved: SavedState;

  constructor(owner: string, saved: SavedState) {
    this.#owner = owner;
    this.#saved = saved;
    if (saved.name !== owner) this.#refuse(`is of ${saved.name}`);
  }

  number(key: string): number {
    const value = this.#saved.numbers[key];
    return typeof value === "number" && !Number.isNaN(value)
      ? value
      : this.#refuse(`has ${String(value)} for the number ${key}`);
  }

  count(key: string): number {
    const value = this.number(key);
    return Number.isInteger(value) && value >= 0 ? value : this.#refuse(`has ${value} for the count ${key}`);
  }

  /** A tensor of the shape and dtype of another. */
  tensor(key: string, like: Tensor): Tensor {
    const found = this.#saved.tensors[key];
    const fits = found?.dtype === like.dtype && String(found.shape) === String(like.shape);
    if (fits) return found;
    return this.#refuse(
      `has ${found === undefined ? "nothing" : String(found)} for ${key}, which needs ${String(like)}`,
    );
  }

  /** Throws where there is a name that nobody reads: the state is of something with more parameters or other options. */
  refuseOthers(known: readonly string[]): void {
    const { tensors, numbers } = this.#saved;
    const other = [...Object.keys(tensors), ...Object.keys(numbers)].find((key) => !known.includes(key));
    if (other !== undefined) this.#refuse(`has ${other}, which is not known here`);
  }

  #refuse(what: string): never {
    throw new CheckpointError(
      this.#owner,
      `the state ${what}; load it into one made with the same parameters and switches as the one that saved it`,
    );
  }
}
