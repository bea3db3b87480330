import {
  add,
  cast,
  concat,
  mul,
  parameter,
  reshape,
  scope,
  zeros,
  type Parameter,
  type Tensor,
} from "@piecewise/tensor";
import type { Metric } from "./metrics.ts";

/** The means of the loss and of metrics, by name. */
export type Means = Readonly<Record<string, number>>;

/** Sums up the loss and metrics over batches on the device, so that nothing waits until the means are read. */
export class Totals {
  readonly #metrics: readonly Metric[];
  readonly #sums: Parameter;
  #rows = 0;

  constructor(metrics: readonly Metric[]) {
    this.#metrics = metrics;
    this.#sums = scope(() => parameter(zeros([metrics.length + 1]), { trainable: false }));
  }

  /** How many rows were added. */
  get rows(): number {
    return this.#rows;
  }

  /** Adds a batch. Call it inside a scope. */
  add(loss: Tensor, prediction: Tensor, target: Tensor): void {
    const rows = prediction.shape[0] ?? 1;
    const parts = [mul(loss, rows), ...this.#metrics.map((metric) => metric.total(prediction, target))];
    this.#sums.assign(add(this.#sums, concat(parts.map((part) => cast(reshape(part, [1]), "float32")))));
    this.#rows += rows;
  }

  /** The means so far. */
  async means(): Promise<Means> {
    const [loss, ...sums] = await this.#sums.data();
    const named = this.#metrics.map((metric, i) => [metric.name, sums[i] / this.#rows] as const);
    return Object.fromEntries([["loss", loss / this.#rows] as const, ...named]);
  }

  dispose(): void {
    this.#sums.dispose();
  }
}
