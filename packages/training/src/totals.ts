import { add, cast, concat, mul, noGrad, parameter, reshape, scope, tensor } from "@piecewise/tensor";
import type { Parameter, Tensor } from "@piecewise/tensor";
import { Collection } from "./collection.ts";
import type { CollectedMetric, Metric, MetricValue, SummedMetric } from "./metric.ts";
import type { LoadedArrays, SavedArrays, Values } from "./saved-arrays.ts";

/** The means of the loss and of metrics, by name. */
export type Means = Readonly<Record<string, number>>;

/** Sums up the loss and metrics over batches on the device, so that nothing waits until the means are read. */
export class Totals {
  readonly #metrics: readonly Metric[];
  readonly #summed: readonly SummedMetric[];
  readonly #collections: ReadonlyMap<CollectedMetric, Collection>;
  #sums: Parameter | undefined;
  /** How many numbers the loss and each summed metric have among the sums. */
  #sizes: readonly number[] = [];
  #rows = 0;

  constructor(metrics: readonly Metric[]) {
    this.#metrics = metrics;
    this.#summed = metrics.filter(isSummed);
    this.#collections = new Map(
      metrics.flatMap((m) => (isSummed(m) ? [] : [[m, new Collection()] as const])),
    );
  }

  /** How many rows were added. */
  get rows(): number {
    return this.#rows;
  }

  /** Adds a batch. Call it inside a scope. */
  add(loss: Tensor, prediction: Tensor, target: Tensor): void {
    noGrad(() => {
      const rows = prediction.shape[0] ?? 1;
      const parts = [mul(loss, rows), ...this.#summed.map((metric) => metric.total(prediction, target))];
      const kept = [...this.#collections].map(
        ([m, collection]) => [collection, m.collect(prediction, target)] as const,
      );
      this.#sizes = parts.map((part) => part.size);
      this.#addSums(concat(parts.map((part) => cast(reshape(part, [part.size]), "float32"))));
      for (const [collection, values] of kept) collection.add(values);
      this.#rows += rows;
    });
  }

  #addSums(sums: Tensor): void {
    if (this.#sums === undefined) this.#sums = parameter(sums, { trainable: false });
    else this.#sums.assign(add(this.#sums, sums));
  }

  /** The means so far. */
  async means(): Promise<Means> {
    const sums = (await this.#sums?.data()) as Float32Array | undefined;
    const rows = this.#rows;
    const named: [string, number][] = [["loss", (sums?.[0] ?? NaN) / rows]];
    for (const metric of this.#metrics)
      named.push(...entriesOf(metric.name, await this.#value(metric, sums)));
    return Object.fromEntries(named);
  }

  async #value(metric: Metric, sums: Float32Array | undefined): Promise<MetricValue> {
    if (!isSummed(metric)) {
      const collection = this.#collections.get(metric)!;
      return metric.finish(await collection.values(), collection.width);
    }
    const place = this.#summed.indexOf(metric) + 1;
    const start = this.#sizes.slice(0, place).reduce((total, size) => total + size, 0);
    const own = sums?.slice(start, start + this.#sizes[place]) ?? new Float32Array(1);
    return metric.finish === undefined ? own[0] / this.#rows : metric.finish(own, this.#rows);
  }

  /** What another one needs to go on from here. */
  async state(): Promise<SavedArrays> {
    const arrays: Record<string, SavedArrays["arrays"][string]> = {};
    if (this.#sums !== undefined) arrays["sums"] = this.#sums;
    for (const [i, collection] of [...this.#collections.values()].entries()) {
      const data = await collection.values();
      arrays[`kept.${i}`] = { data, shape: [data.length / collection.width, collection.width] };
    }
    return { arrays, values: { rows: this.#rows, sizes: this.#sizes } };
  }

  /** Goes on from a state of one with the same metrics. */
  load({ arrays, values }: LoadedArrays): void {
    const { rows, sizes } = values as Values & { readonly rows: number; readonly sizes: readonly number[] };
    [this.#rows, this.#sizes] = [rows, sizes];
    const { sums } = arrays;
    if (sums !== undefined) this.#sums = scope(() => parameter(tensor(sums.data), { trainable: false }));
    [...this.#collections.values()].forEach((collection, i) => {
      const { data, shape } = arrays[`kept.${i}`];
      collection.load(data as Float32Array, shape[1]);
    });
  }

  dispose(): void {
    this.#sums?.dispose();
    for (const collection of this.#collections.values()) collection.dispose();
  }
}

function isSummed(metric: Metric): metric is SummedMetric {
  return "total" in metric;
}

function entriesOf(name: string, value: MetricValue): [string, number][] {
  if (typeof value === "number") return [[name, value]];
  return Object.entries(value).map(([part, number]) => [`${name}/${part}`, number]);
}
