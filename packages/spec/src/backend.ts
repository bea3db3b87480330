import type { Attributes, KernelName } from "./kernels.ts";
import type { DType, TypedArray } from "./shape.ts";

/** A kernel fills its outputs from its inputs. It enqueues work and never waits; it never allocates what it returns. */
export type Kernel<Buffer, Name extends KernelName> = (
  outputs: readonly Buffer[],
  inputs: readonly Buffer[],
  attributes: Attributes[Name],
) => void;

/** One kernel for each name; a backend that lacks one does not compile. */
export type Kernels<Buffer> = { readonly [Name in KernelName]: Kernel<Buffer, Name> };

/** Where a backend keeps numbers. Buffers are opaque to everyone but the backend. */
export interface Memory<Buffer> {
  /** The dtypes this memory holds. */
  readonly dtypes: readonly DType[];
  /** A buffer for `size` numbers, of unspecified content. */
  alloc(size: number, dtype: DType): Buffer;
  free(buffer: Buffer): void;
  /** Copies numbers in. */
  write(buffer: Buffer, values: TypedArray): void;
  /** Waits for the work enqueued so far, then copies the numbers out. */
  read(buffer: Buffer): Promise<TypedArray>;
}

/**
 * Memory and a table of kernels. A backend knows buffers and attributes, never tensors, gradients, broadcasting rules
 * or error texts. To watch one, wrap it: `{ ...backend, kernels: watched }` shares its memory.
 */
export interface Backend<Buffer = unknown> {
  readonly name: string;
  readonly memory: Memory<Buffer>;
  readonly kernels: Kernels<Buffer>;
}
