import type { Attributes, Backend, KernelName, Kernels } from "@piecewise/spec";

type Around = <T>(kernel: KernelName, outputs: readonly unknown[], body: () => T, call: KernelCall) => T;

/** What a kernel is given besides its outputs. */
export interface KernelCall {
  readonly inputs: readonly unknown[];
  readonly attributes: Attributes[KernelName];
}

type AnyKernel = (
  outputs: readonly unknown[],
  inputs: readonly unknown[],
  attributes: Attributes[KernelName],
) => void;

/** The same backend with something done around every kernel. Memory is shared, so tensors go from one to the other. */
export function watched<Buffer>(backend: Backend<Buffer>, around: Around): Backend<Buffer> {
  const entries = Object.entries(backend.kernels as Record<KernelName, AnyKernel>);
  const kernels = entries.map(([name, kernel]): [string, AnyKernel] => [
    name,
    (outputs, inputs, attributes) =>
      around(name as KernelName, outputs, () => kernel(outputs, inputs, attributes), { inputs, attributes }),
  ]);
  // With its getters: a copy of their values would not change with them, such as the number of threads.
  const watching = Object.defineProperties({ ...backend }, Object.getOwnPropertyDescriptors(backend));
  return Object.assign(watching, { kernels: Object.fromEntries(kernels) as Kernels<Buffer> });
}

/**
 * The same backend, reporting how many milliseconds each kernel took to be enqueued (on `js`: to run).
 *
 * @example
 * useBackend(timed(currentBackend(), (kernel, milliseconds) => console.log(kernel, milliseconds)));
 */
export function timed<Buffer>(
  backend: Backend<Buffer>,
  report: (kernel: KernelName, milliseconds: number) => void,
): Backend<Buffer> {
  return watched(backend, (kernel, _outputs, body) => {
    const start = performance.now();
    const result = body();
    report(kernel, performance.now() - start);
    return result;
  });
}

/** A backend that counts, and its counts so far. */
export interface Counted<Buffer> {
  readonly backend: Backend<Buffer>;
  /** How often each kernel was called. */
  readonly counts: ReadonlyMap<KernelName, number>;
  readonly reset: () => void;
}

/**
 * The same backend, counting its kernel calls.
 *
 * @example
 * const { backend, counts } = counted(currentBackend());
 * useBackend(backend);
 * add(tensor([1]), tensor([2]));
 * counts.get("map"); // 1
 */
export function counted<Buffer>(backend: Backend<Buffer>): Counted<Buffer> {
  const counts = new Map<KernelName, number>();
  const counting = watched(backend, (kernel, _outputs, body) => {
    counts.set(kernel, (counts.get(kernel) ?? 0) + 1);
    return body();
  });
  return { backend: counting, counts, reset: () => counts.clear() };
}
