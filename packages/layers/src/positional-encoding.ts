import { add, expandDims, normal, ShapeError, slice, tensor, type DrawOptions } from "@piecewise/tensor";
import { dropout } from "./dropout.ts";
import { startingWith, type Initializer } from "./initializers.ts";
import { layer, type Layer } from "./layer.ts";
import { sizeAbove } from "./sizes.ts";

/** How places are told apart. */
export interface PositionalEncodingOptions extends DrawOptions {
  /** The longest sequence; 5000 unless given. */
  readonly maximumLength?: number;
  /** Whether the sequences are [batch, time, features] instead of [time, batch, features]. */
  readonly batchFirst?: boolean;
  /** Whether the encoding is a parameter and not made of sines. */
  readonly learned?: boolean;
  /** What a learned encoding starts with; normally distributed numbers unless given, as in PyTorch's Embedding. */
  readonly initializer?: Initializer;
  /** The share of numbers of the sum that is dropped in training; 0 unless given. */
  readonly dropout?: number;
}

/**
 * Adds to each place of a sequence a row of numbers that tells where it is: sin(t / 10000^(2i / features)) and the cosine
 * of the same, in turns. Vaswani et al., "Attention is all you need", 2017.
 *
 * @example
 * await positionalEncoding(2)(zeros([2, 1, 2])).array(); // [[[0,1]],[[0.841471,0.540302]]]
 */
export function positionalEncoding<const F extends number>(
  features: F,
  options: PositionalEncodingOptions = {},
): Layer<F, F> {
  const { maximumLength = 5000, batchFirst = false, learned = false, dtype = "float32" } = options;
  sizeAbove("positionalEncoding", "features", features, 0);
  sizeAbove("positionalEncoding", "maximumLength", maximumLength, 0);
  const drop = dropout(options.dropout ?? 0);
  const { initializer = normal } = options;
  const shape = [maximumLength, features];
  const weight = learned
    ? startingWith(() => initializer(shape, options))
    : startingWith(() => tensor(waves(maximumLength, features), { shape, dtype }), { trainable: false });
  const own = learned ? { weight } : {};
  return layer<F, F>({ kind: "positionalEncoding", own }, (x, context) => {
    if (x.rank < 2 || x.rank > 3 || x.shape.at(-1) !== features)
      throw new ShapeError("positionalEncoding", `takes sequences of ${features} features`, x.shape);
    const length = x.rank === 3 && batchFirst ? x.shape[1] : x.shape[0];
    if (length > maximumLength)
      throw new ShapeError("positionalEncoding", `the maximumLength is ${maximumLength}`, x.shape);
    const places = slice(weight, [{ stop: length }]);
    const isTimeFirst = x.rank === 3 && !batchFirst;
    return drop(add(x, isTimeFirst ? expandDims(places, 1) : places), context);
  });
}

function waves(length: number, features: number): Float64Array {
  const values = new Float64Array(length * features);
  for (let t = 0; t < length; t++)
    for (let i = 0; i < features; i++) {
      const angle = t / 10000 ** ((i - (i % 2)) / features);
      values[t * features + i] = i % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  return values;
}
