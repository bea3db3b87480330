import { ones, ShapeError, shapeText, zeros, type Shape, type Tensor } from "@piecewise/tensor";
import { startingWith } from "./initializers.ts";
import { layer, type Layer } from "./layer.ts";
import { checkEpsilon, normalize, normalizeRootMeanSquare, scaled } from "./normalize.ts";
import { sizeAbove } from "./sizes.ts";

/** The last axes that are normalised together: the size of the last one, or the sizes of several. */
export type NormalizedShape = number | readonly number[];

/** How a root mean square normalisation is made. */
export interface RmsNormOptions {
  /** Added under the root. */
  readonly epsilon?: number;
  /** Whether there is a weight for each number of the normalised shape; there is unless this is false. */
  readonly elementwiseAffine?: boolean;
  readonly dtype?: "float32" | "float64";
}

/** How a layer normalisation is made, with PyTorch's defaults: epsilon is 1e-5. */
export interface LayerNormOptions extends RmsNormOptions {
  /** False: a weight, but no bias. */
  readonly bias?: boolean;
}

type Features<S extends NormalizedShape> = S extends number ? Layer<S, S> : Layer;

/**
 * (x − mean) / √(variance + ε) · weight + bias over the last axes of each sample, whatever the batch. Ba, Kiros and Hinton,
 * "Layer normalization", 2016.
 *
 * @example
 * await layerNorm(2, { epsilon: 0 })(tensor([[1, 3], [10, 30]])).array(); // [[-1,1],[-1,1]]
 */
export function layerNorm<const S extends NormalizedShape>(
  normalizedShape: S,
  options: LayerNormOptions = {},
): Features<S> {
  const { epsilon = 1e-5, elementwiseAffine = true, bias = true, dtype = "float32" } = options;
  checkEpsilon("layerNorm", epsilon);
  const shape = normalizedAxes("layerNorm", normalizedShape);
  const own = {
    ...(elementwiseAffine ? { weight: startingWith(() => ones(shape, { dtype })) } : {}),
    ...(elementwiseAffine && bias ? { bias: startingWith(() => zeros(shape, { dtype })) } : {}),
  };
  return layer({ kind: "layerNorm", own }, (x) => {
    const axis = lastAxes("layerNorm", x, shape);
    return scaled(normalize(x, { axis, epsilon }), own.weight, own.bias);
  }) as Features<S>;
}

/**
 * x / √(mean of x² + ε) · weight over the last axes of each sample. Zhang and Sennrich, "Root mean square layer
 * normalization", 2019. ε is the distance from 1 to the next number of the dtype unless given, as in PyTorch.
 *
 * @example
 * await rmsNorm(2)(tensor([[1, 1], [-3, 3]])).array(); // [[1,1],[-1,1]]
 */
export function rmsNorm<const S extends NormalizedShape>(
  normalizedShape: S,
  options: RmsNormOptions = {},
): Features<S> {
  const { epsilon, elementwiseAffine = true, dtype = "float32" } = options;
  if (epsilon !== undefined) checkEpsilon("rmsNorm", epsilon);
  const shape = normalizedAxes("rmsNorm", normalizedShape);
  const own = elementwiseAffine ? { weight: startingWith(() => ones(shape, { dtype })) } : {};
  return layer({ kind: "rmsNorm", own }, (x) => {
    const axis = lastAxes("rmsNorm", x, shape);
    return scaled(
      normalizeRootMeanSquare(x, { axis, ...(epsilon === undefined ? {} : { epsilon }) }),
      own.weight,
      undefined,
    );
  }) as Features<S>;
}

function normalizedAxes(kind: string, sizes: NormalizedShape): Shape {
  const shape = typeof sizes === "number" ? [sizes] : sizes;
  if (shape.length === 0) throw new ShapeError(kind, "normalizedShape needs at least one size", shape);
  for (const size of shape) sizeAbove(kind, "normalizedShape", size, 0);
  return shape;
}

/** The axes at the end, counted from there; their sizes must be those of the layer. */
function lastAxes(kind: string, x: Tensor, shape: Shape): number[] {
  const axes = shape.map((_, i) => i - shape.length);
  if (x.rank < shape.length || axes.some((axis, i) => x.shape.at(axis) !== shape[i]))
    throw new ShapeError(kind, `takes tensors whose last axes are ${shapeText(shape)}`, x.shape);
  return axes;
}
