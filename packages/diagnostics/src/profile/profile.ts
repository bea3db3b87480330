import type { Backend } from "@piecewise/spec";
import { currentBackend, DataError, useBackend } from "@piecewise/tensor";
import { percent, short } from "../diagnose/verdict.ts";
import { kernelText } from "../kernel-text.ts";
import { textTable } from "../text-table.ts";
import { watched } from "../watch.ts";
import { flame, type Span } from "./flame.ts";
import { numbersMoved } from "./numbers-moved.ts";

/** Gives a part of the step a name, and gives back what the part gives. */
export type NamePart = <T>(name: string, body: () => T) => T;

/** All calls of a kernel with the same formula or sizes. */
export interface ProfiledKernel {
  /** `matmul [32, 784] · [784, 128]` */
  readonly name: string;
  readonly calls: number;
  readonly milliseconds: number;
  /** Read and written, at four bytes a number. */
  readonly bytes: number;
}

/** Where a step's time went. Plain data. */
export interface Profile {
  /** Until the device had done all that was enqueued. */
  readonly milliseconds: number;
  /** In kernels, and in waiting for the device at the end; the rest went into shapes, gradient rules and the like. */
  readonly inKernels: number;
  readonly waiting: number;
  /** The longest first. */
  readonly kernels: readonly ProfiledKernel[];
  /** The step, its named parts, and every kernel call in them. */
  readonly spans: readonly Span[];
  /** A table of the kernels. */
  readonly text: string;
  /** The spans as boxes, from left to right as time goes, 100 columns wide. */
  readonly flame: string;
}

/**
 * Runs a step and says which kernels took how long and moved how many bytes. Waits until the device has done what was
 * enqueued; on `js` and `wasm` a kernel is done when its call returns. Run the step once before: the first makes the loops.
 *
 * @example
 * const [x, weight] = [normal([64, 32]), normal([32, 64])];
 * const step = (part) => {
 *   const y = part("product", () => matmul(x, weight));
 *   part("softmax", () => softmax(y));
 * };
 * const { kernels, spans } = await profile(step);
 * kernels.map(({ name }) => name).toSorted(); // ["matmul [64, 32] · [32, 64]","softmax outer 64, size 64, inner 1"]
 * kernels.find(({ name }) => name.startsWith("softmax")).bytes; // 32768
 * spans.map(({ name, depth }) => `${depth} ${name.split(" ")[0]}`); // ["0 step","1 product","2 matmul","1 softmax","2 softmax"]
 */
export async function profile(step: (part: NamePart) => unknown): Promise<Profile> {
  const plain = currentBackend();
  const clock = new Clock();
  const kernels = new Map<string, ProfiledKernel>();
  const profiling = watched(plain, (kernel, _outputs, body, { attributes }) => {
    const name = kernelText(kernel, attributes);
    const start = clock.now();
    const result = clock.measure(name, body);
    const before = kernels.get(name) ?? { name, calls: 0, milliseconds: 0, bytes: 0 };
    kernels.set(name, {
      name,
      calls: before.calls + 1,
      milliseconds: before.milliseconds + clock.now() - start,
      bytes: before.bytes + 4 * numbersMoved(kernel, attributes),
    });
    return result;
  });
  useBackend(profiling);
  try {
    await step((name, body) => clock.measure(name, body));
  } finally {
    useBackend(plain);
  }
  const enqueued = clock.now();
  await deviceIsDone(plain);
  const milliseconds = clock.now();
  return profileOf(clock.spans, [...kernels.values()], { milliseconds, waiting: milliseconds - enqueued });
}

/** Measures spans inside of each other. */
class Clock {
  readonly #began = performance.now();
  readonly #spans: (Span | undefined)[] = [];
  #depth = 1;

  now(): number {
    return performance.now() - this.#began;
  }

  /** In the order in which they began. */
  get spans(): Span[] {
    return this.#spans.flatMap((span) => span ?? []);
  }

  measure<T>(name: string, body: () => T): T {
    const [place, depth, start] = [this.#spans.push(undefined) - 1, this.#depth++, this.now()];
    try {
      const result = body();
      if (result instanceof Promise)
        throw new DataError(
          "profile",
          `the part ${JSON.stringify(name)} gave a promise; name parts that do not wait`,
        );
      return result;
    } finally {
      this.#depth--;
      this.#spans[place] = { name, depth, start, milliseconds: this.now() - start };
    }
  }
}

/** A read waits for what was enqueued before it. */
async function deviceIsDone({ memory }: Backend): Promise<void> {
  const buffer = memory.alloc(1, "float32");
  await memory.read(buffer);
  memory.free(buffer);
}

function profileOf(
  parts: readonly Span[],
  unsorted: readonly ProfiledKernel[],
  times: Pick<Profile, "milliseconds" | "waiting">,
): Profile {
  const kernels = unsorted.toSorted((a, b) => b.milliseconds - a.milliseconds);
  const inKernels = kernels.reduce((sum, kernel) => sum + kernel.milliseconds, 0);
  const spans = [{ name: "step", depth: 0, start: 0, milliseconds: times.milliseconds }, ...parts];
  const text = profileText({ ...times, inKernels, kernels });
  return { ...times, inKernels, kernels, spans, text, flame: flame(spans, 100) };
}

function profileText(profile: Pick<Profile, "milliseconds" | "inKernels" | "waiting" | "kernels">): string {
  const { milliseconds, inKernels, waiting, kernels } = profile;
  const head = `${short(milliseconds)} ms: ${percent(inKernels / milliseconds)} in kernels, ${percent(waiting / milliseconds)} waiting`;
  const rows = kernels.map(({ name, calls, milliseconds, bytes }) => [
    ...[name, String(calls), milliseconds.toFixed(3), percent(milliseconds / inKernels)],
    ...[(bytes / 1024).toFixed(1), "█".repeat(Math.round((milliseconds / inKernels) * 20)).padEnd(20)],
  ]);
  return `${head}\n${textTable(["kernel", "calls", "ms", "of kernels", "KiB", ""], rows)}`;
}
