import { BackendError, sizeOf } from "@piecewise/spec";
import type { Attributes, DType, Kernel, KernelName, Shape } from "@piecewise/spec";
import { currentBackend } from "./backend.ts";
import { fillOrFree, Storage } from "./memory.ts";
import { Tensor, type GradientRule } from "./tensor.ts";

/** An operation, checked and ready to run. */
export interface Operation<Name extends KernelName> {
  readonly kernel: Name;
  /** What errors and tables call it; the kernel's name unless given. */
  readonly name?: string;
  readonly inputs: readonly Tensor[];
  readonly shape: Shape;
  readonly dtype: DType;
  readonly attributes: Attributes[Name];
  /** One rule for each input that a gradient flows to. */
  readonly grads?: readonly (GradientRule | undefined)[];
  /** A second output, such as the places of the largest values. No gradient flows through it. */
  readonly second?: { readonly shape: Shape; readonly dtype: DType };
}

let tracking = true;

/** Runs `body` without remembering how its tensors came about, so that `backward` does not see them. */
export function noGrad<T>(body: () => T): T {
  return withTracking(false, body);
}

/** Runs `body` with or without remembering how its tensors come about. */
export function withTracking<T>(on: boolean, body: () => T): T {
  const before = tracking;
  tracking = on;
  try {
    return body();
  } finally {
    tracking = before;
  }
}

/** Whether operations are remembered at present. */
export function isTracking(): boolean {
  return tracking;
}

/**
 * The only road to a backend: allocates the output, enqueues the kernel and, when an input is tracked, keeps the inputs
 * and their gradient rules.
 */
export function run<Name extends KernelName>(operation: Operation<Name>): Tensor {
  return runBoth(operation)[0];
}

/** As `run`, for an operation with a second output. */
export function runBoth<Name extends KernelName>(operation: Operation<Name>): Tensor[] {
  const { shape, inputs, second } = operation;
  const storages = compute(operation);
  const tracked = tracking && operation.grads !== undefined && inputs.some((x) => x.tracked);
  const y = new Tensor(storages[0], shape, tracked ? originOf(operation) : undefined);
  return second === undefined ? [y] : [y, new Tensor(storages[1], second.shape)];
}

function compute<Name extends KernelName>(operation: Operation<Name>): Storage[] {
  const { kernel, name = kernel, inputs, shape, dtype, second, attributes } = operation;
  const storages = [new Storage(sizeOf(shape), dtype)];
  fillOrFree(storages, () => {
    if (second !== undefined) storages.push(new Storage(sizeOf(second.shape), second.dtype));
    enqueue(kernel, storages, inputs, attributes, name);
  });
  return storages;
}

/**
 * The same numbers in another shape, without a kernel. With a gradient rule it is tracked as `x` is; without one, no
 * gradient flows through it.
 */
export function view(name: string, x: Tensor, shape: Shape, rule?: GradientRule): Tensor {
  x.storage.buffer(name); // Throws if it was freed.
  const tracked = tracking && rule !== undefined && x.tracked;
  const origin = { operation: name, inputs: [x], versions: [x.version], grads: [rule] };
  return new Tensor(x.storage, shape, tracked ? origin : undefined);
}

/** Hands buffers to a kernel of the backend in use. */
export function enqueue<Name extends KernelName>(
  kernel: Name,
  outputs: readonly Storage[],
  inputs: readonly Tensor[],
  attributes: Attributes[Name],
  name: string,
): void {
  const { memory, kernels, name: backend } = currentBackend();
  const bufferOf = (storage: Storage) => {
    if (storage.memory !== memory) throw new BackendError(name, elsewhere(backend));
    return storage.buffer(name);
  };
  const enter: Kernel<unknown, Name> = kernels[kernel];
  enter(
    outputs.map(bufferOf),
    inputs.map((x) => bufferOf(x.storage)),
    attributes,
  );
}

function originOf({ inputs, grads, kernel, name }: Operation<KernelName>): Tensor["origin"] {
  return { operation: name ?? kernel, inputs, versions: inputs.map((x) => x.version), grads: grads ?? [] };
}

function elsewhere(backend: string): string {
  return `a tensor was made on another backend than ${backend}; make tensors after useBackend, or switch back`;
}
