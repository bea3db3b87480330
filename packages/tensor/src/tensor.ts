import { DTypeError, ShapeError, shapeText } from "@piecewise/spec";
import type { ArrayOf, DType, Shape, TypedArray } from "@piecewise/spec";
import { isFloat } from "./promotion.ts";
import { enterScope, leaveScope, Storage } from "./memory.ts";

/** How the gradient of an input follows from the gradient of the output. Written with operations. */
export type GradientRule = (gradient: Tensor) => Tensor;

/** How a tensor came about: what `backward` needs to walk from it to its inputs. */
export interface Origin {
  readonly operation: string;
  readonly inputs: readonly Tensor[];
  /** The values' versions when they were read; a parameter changed since then has another. */
  readonly versions: readonly number[];
  /** One rule for each input; none where no gradient flows. */
  readonly grads: readonly (GradientRule | undefined)[];
  /** Why there is nothing to walk to any more; then there are no inputs either. */
  readonly lost?: string;
}

const lostBecause = (lost: string): Origin => ({ operation: "", inputs: [], versions: [], grads: [], lost });

/** What stands in place of an origin that is gone, so that `backward` can say why instead of stopping there. */
export const lostOrigins = {
  usedUp: lostBecause("an earlier backward used up what the loss depends on; pass it keepTape: true"),
  freed: lostBecause(
    "a tensor that the loss depends on was freed; call backward inside the scope that made it, or return it from there",
  ),
};

/** Nested arrays of numbers, as deep as the tensor has axes. */
export type Nested = number | boolean | readonly Nested[];

let made = 0;

/**
 * Numbers with a shape, on a backend. Immutable; row-major. Reading (`data`, `array`, `item`) is the only thing that
 * waits for the backend.
 */
export class Tensor<S extends Shape = Shape, D extends DType = DType> {
  readonly shape: S;
  readonly dtype: D;
  readonly storage: Storage;
  /** Later tensors have larger numbers; `backward` goes from large to small. */
  readonly id: number = made++;
  /** Absent for leaves, and for what was made without tracking. */
  origin: Origin | undefined;
  #disposed = false;

  /** Use `tensor`, `zeros` and the other functions that make tensors. */
  constructor(storage: Storage, shape: S, origin?: Origin) {
    this.storage = storage;
    this.shape = shape;
    this.dtype = storage.dtype as D;
    this.origin = origin;
    storage.retain();
    enterScope(this);
  }

  /** Whether `backward` finds something here that wants a gradient. */
  get tracked(): boolean {
    return this.origin !== undefined;
  }

  /** How often the numbers were changed: 0 for ever, except for a parameter and its reshapes. */
  get version(): number {
    return this.storage.version;
  }

  /** How many numbers it holds. */
  get size(): number {
    return this.storage.size;
  }

  /** How many axes it has. */
  get rank(): number {
    return this.shape.length;
  }

  /** The numbers in row-major order; `bool` as 0 and 1. */
  async data(): Promise<ArrayOf[D]> {
    const values: TypedArray = await this.storage.memory.read(this.storage.buffer("data"));
    return values as ArrayOf[D];
  }

  /** The numbers as nested arrays; `bool` as true and false. */
  async array(): Promise<Nested> {
    const values = await this.data();
    const read = this.dtype === "bool" ? (i: number) => values[i] === 1 : (i: number) => values[i];
    return nest(this.shape, 0, 0, this.size, read);
  }

  /** The only number of a tensor that has just one. */
  async item(): Promise<number> {
    if (this.size !== 1) throw new ShapeError("item", "needs a tensor with exactly one number", this.shape);
    return (await this.data())[0];
  }

  /** Frees the numbers now. Ordinary training never needs this: `scope`, `fit` and the garbage collector do it. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    if (this.origin !== undefined) this.origin = lostOrigins.freed;
    leaveScope(this);
    this.storage.release();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  toString(): string {
    return `Tensor ${shapeText(this.shape)} ${this.dtype}`;
  }
}

function nest(shape: Shape, axis: number, from: number, size: number, read: (i: number) => Nested): Nested {
  if (axis === shape.length) return read(from);
  const step = size / shape[axis];
  return Array.from({ length: shape[axis] }, (_, i) => nest(shape, axis + 1, from + i * step, step, read));
}

/** Throws unless a dtype is a floating one, as a gradient needs. */
export function requireFloat(operation: string, dtype: DType): void {
  if (isFloat(dtype)) return;
  throw new DTypeError(operation, `needs float32 or float64, got ${dtype}; cast it first`);
}

/** Gives back a tensor; anything else is an error that says what was got. */
export function requireTensor(operation: string, value: unknown): Tensor {
  if (value instanceof Tensor) return value as Tensor;
  throw new DTypeError(
    operation,
    `needs a tensor, got ${value === null ? "null" : typeof value}; wrap numbers with tensor()`,
  );
}
