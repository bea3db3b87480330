import { bytesPerElement, BackendError, type DType, type Memory } from "@piecewise/spec";
import { currentBackend } from "./backend.ts";

const live = { tensors: 0, bytes: 0 };

/**
 * How many tensors are alive and how many bytes they hold. A tensor that nobody freed is counted until the garbage
 * collector finds it.
 */
export function memory(): { readonly tensors: number; readonly bytes: number } {
  return { ...live };
}

/** A buffer of a backend, shared by the tensors that show the same numbers in different shapes. */
export class Storage {
  readonly memory: Memory<unknown>;
  readonly size: number;
  readonly dtype: DType;
  /** How often the numbers were changed, which happens to parameters only. */
  version = 0;
  #buffer: unknown;
  #users = 0;

  constructor(size: number, dtype: DType) {
    this.memory = currentBackend().memory;
    if (!this.memory.dtypes.includes(dtype)) throw new BackendError("alloc", unsupported(dtype));
    this.size = size;
    this.dtype = dtype;
    this.#buffer = this.memory.alloc(size, dtype);
    live.bytes += size * bytesPerElement[dtype];
  }

  /** The backend's buffer; the operation that asks is named if it is gone. */
  buffer(operation: string): unknown {
    if (this.#buffer === undefined) throw new BackendError(operation, freed);
    return this.#buffer;
  }

  retain(): void {
    this.#users++;
    live.tensors++;
  }

  /** Frees the buffer when its last user lets go. */
  release(): void {
    live.tensors--;
    if (--this.#users === 0) this.free();
  }

  /** Frees the buffer now: its last user let go, or what was to fill it failed. */
  free(): void {
    if (this.#buffer === undefined) return;
    live.bytes -= this.size * bytesPerElement[this.dtype];
    this.memory.free(this.#buffer);
    this.#buffer = undefined;
  }
}

/** Runs what fills new storages, and frees them again if that fails. */
export function fillOrFree(storages: readonly Storage[], fill: () => void): void {
  try {
    fill();
  } catch (error) {
    for (const storage of storages) storage.free();
    throw error;
  }
}

const freed =
  "the tensor was freed; return it from the scope that made it, or call backward inside that scope";

function unsupported(dtype: DType): string {
  const { name, memory } = currentBackend();
  return `the ${name} backend has no ${dtype}, only ${memory.dtypes.join(", ")}; cast, or use the js backend`;
}

/** What a scope frees: a tensor. */
interface Scoped {
  readonly storage: Storage;
  dispose(): void;
}

let innermost: Set<Scoped> | undefined;

/**
 * Runs `body` and frees all tensors made inside, except those it returns (also inside arrays, maps and plain objects)
 * and parameters. The body must not be asynchronous: two scopes could interleave.
 *
 * @example
 * const y = scope(() => {
 *   const x = tensor([1, 2, 3]);
 *   return sum(mul(x, x));
 * });
 * await y.item(); // 14
 */
export function scope<T>(body: () => T): T {
  const outer = innermost;
  const mine = new Set<Scoped>();
  let isKept = nothing;
  innermost = mine;
  try {
    const result = body();
    if (result instanceof Promise) throw refused(result);
    isKept = reachableFrom(result, mine);
    return result;
  } finally {
    innermost = outer;
    for (const tensor of mine) {
      if (isKept(tensor)) enterScope(tensor);
      else tensor.dispose();
    }
  }
}

/** What the body still does is of no interest: its tensors are gone. */
function refused(result: Promise<unknown>): BackendError {
  result.catch(() => {});
  return new BackendError("scope", "the body is asynchronous; await outside of it");
}

/** The innermost scope takes charge of a tensor; where there is none, the garbage collector does. */
export function enterScope(tensor: Scoped): void {
  if (innermost !== undefined) innermost.add(tensor);
  else net.register(tensor, tensor.storage, tensor);
}

/** No scope frees this tensor; when nobody refers to it any more, the garbage collector does. */
export function outliveScopes(tensor: Scoped): void {
  if (innermost?.delete(tensor) === true) net.register(tensor, tensor.storage, tensor);
}

/** Nobody needs to free this tensor any more. */
export function leaveScope(tensor: Scoped): void {
  if (innermost?.delete(tensor) !== true) net.unregister(tensor);
}

/** The safety net: frees what was made outside of any scope and forgotten. */
const net = new FinalizationRegistry<Storage>((storage) => storage.release());

const nothing = (_: unknown): boolean => false;

/** What a scope's result holds. Most results are one of the scope's own tensors, which holds nothing but itself. */
function reachableFrom(result: unknown, own: ReadonlySet<unknown>): (value: unknown) => boolean {
  if (own.has(result)) return (value) => value === result;
  const found = new Set<unknown>();
  find(result, found);
  return (value) => found.has(value);
}

/** Collects everything reachable from a result through arrays, maps, sets and plain objects. */
function find(value: unknown, found: Set<unknown>): void {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || found.has(value)) return;
  found.add(value);
  if (Symbol.iterator in value) for (const item of value as Iterable<unknown>) find(item, found);
  else if (Object.getPrototypeOf(value) === Object.prototype)
    Object.values(value).forEach((item) => find(item, found));
}
