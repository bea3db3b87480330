import type { Backend, KernelName, TypedArray } from "@piecewise/spec";
import { kernelText } from "./kernel-text.ts";
import { watched } from "./watch.ts";

/** What to look for. */
export interface TraceNaNOptions {
  /** Whether ±∞ is found as well, as it becomes NaN sooner or later; false where a model masks with −∞. */
  readonly infinity?: boolean;
}

/** The first kernel that gave a number that is none. */
export interface NotFinite {
  readonly kernel: KernelName;
  /** How many kernels had run before it since tracing began. */
  readonly after: number;
  /** The first such number, its place in the output, and how many there are among how many. */
  readonly value: number;
  readonly at: number;
  readonly count: number;
  readonly size: number;
  /** False where it was given such numbers: then they are among the data or the weights. */
  readonly inputsWereFinite: boolean;
  /** All of this in a sentence, with the kernel's formula or shapes. */
  readonly text: string;
}

/** A backend that looks for NaN, and what it has found so far. */
export interface NaNTrace<Buffer> {
  readonly backend: Backend<Buffer>;
  /** The first finding; nothing if all numbers were finite. Waits for the device. */
  readonly first: () => Promise<NotFinite | undefined>;
}

/**
 * The same backend, reading all that each kernel is given and gives until one gives NaN or ±∞: slow, for finding out where
 * they come from.
 *
 * @example
 * const plain = currentBackend();
 * const { backend, first } = traceNaN(plain);
 * useBackend(backend);
 * const x = sub(log(tensor([1, 0])), log(tensor([1, 0])));
 * useBackend(plain);
 * (await first())?.text; // "map log(x) [2] gave −Infinity at place 1, 1 of 2 numbers; what it was given was finite"
 */
export function traceNaN<Buffer>(
  backend: Backend<Buffer>,
  { infinity = true }: TraceNaNOptions = {},
): NaNTrace<Buffer> {
  const isWrong = infinity ? (x: number) => !Number.isFinite(x) : Number.isNaN;
  let found: NotFinite | undefined;
  let looking: Promise<void> = Promise.resolve();
  let calls = 0;
  // A read is enqueued at once and so sees the numbers of this moment, also where a buffer is written or freed later.
  const read = (buffers: readonly unknown[]) =>
    Promise.all(buffers.map((buffer) => backend.memory.read(buffer as Buffer)));
  const tracing = watched(backend, (kernel, outputs, body, { inputs, attributes }) => {
    if (found !== undefined) return body();
    const before = read(inputs);
    const result = body();
    const [after, numbers] = [calls++, read(outputs)];
    looking = looking.then(async () => {
      const [given, gave] = await Promise.all([before, numbers]);
      const wrong = gave.map((values) => wrongIn(values, isWrong)).find(({ count }) => count > 0);
      if (wrong === undefined || found !== undefined) return;
      const inputsWereFinite = given.every((values) => wrongIn(values, isWrong).count === 0);
      const text = sentence(kernelText(kernel, attributes), wrong, inputsWereFinite);
      found = { kernel, after, ...wrong, inputsWereFinite, text };
    });
    return result;
  });
  return { backend: tracing, first: () => looking.then(() => found) };
}

type Wrong = Pick<NotFinite, "value" | "at" | "count" | "size">;

function wrongIn(values: TypedArray, isWrong: (x: number) => boolean): Wrong {
  let [at, count] = [-1, 0];
  for (let i = 0; i < values.length; i++) {
    if (!isWrong(values[i])) continue;
    if (count === 0) at = i;
    count++;
  }
  return { value: values[at], at, count, size: values.length };
}

function sentence(call: string, { value, at, count, size }: Wrong, inputsWereFinite: boolean): string {
  const number = String(value).replace("-", "−");
  const given = inputsWereFinite ? "what it was given was finite" : "it was given such numbers";
  return `${call} gave ${number} at place ${at}, ${count} of ${size} numbers; ${given}`;
}
