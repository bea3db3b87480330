import type { Tensor } from "@piecewise/tensor";

/** What a metric comes to: a number, or numbers by name, which are then called `metric/name`. */
export type MetricValue = number | Readonly<Record<string, number>>;

/** A number that says how well a model does. It is summed up on the device and read once. */
export interface SummedMetric {
  readonly name: string;
  /** What a batch adds: the sum over its rows, a single number or as many as `finish` reads. */
  readonly total: (prediction: Tensor, target: Tensor) => Tensor;
  /** What the sums over all rows come to; left out, the mean over the rows. */
  readonly finish?: (totals: Float32Array, rows: number) => MetricValue;
}

/** A metric that cannot be summed up, such as one that orders all rows. Its rows stay on the device until they are read. */
export interface CollectedMetric {
  readonly name: string;
  /** What to keep of a batch, [any number, width]. */
  readonly collect: (prediction: Tensor, target: Tensor) => Tensor;
  /** What all that was kept comes to: rows of `width` numbers. */
  readonly finish: (kept: Float32Array, width: number) => MetricValue;
}

/** A number that says how well a model does. */
export type Metric = SummedMetric | CollectedMetric;
