import type { Formula } from "@piecewise/expressions";
import type { Shape } from "./shape.ts";

/** A part of a flat buffer seen as an array: the element at index i lies at `offset` + Σ i[axis] · strides[axis]. */
export interface View {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
}

/**
 * An array seen from one axis: `outer` blocks of `size` rows of `inner` numbers, so that the element (o, i, j) lies at
 * (o · size + i) · inner + j.
 */
export interface AlongAxis {
  readonly outer: number;
  readonly size: number;
  readonly inner: number;
}

/** An array of which `count` of the `size` rows along an axis are picked or filled. */
export interface PickAlongAxis extends AlongAxis {
  readonly count: number;
}

export interface MatmulAttributes {
  /** How many products. */
  readonly batch: number;
  /** Each product is [m, k] · [k, n] → [m, n]. */
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** The first operand is stored as [k, m]. */
  readonly transposeA: boolean;
  /** The second operand is stored as [n, k]. */
  readonly transposeB: boolean;
  /** The same first operand serves every product; otherwise there are `batch` of them. */
  readonly shareA: boolean;
  readonly shareB: boolean;
}

/** A formula with one input that each number of a product goes through before it is stored. */
export interface Activated {
  readonly activation?:
    | {
        readonly formula: Formula;
        /** One number for each of `formula.scalars`. */
        readonly scalars: readonly number[];
      }
    | undefined;
}

export interface SoftmaxCrossEntropyAttributes {
  readonly rows: number;
  readonly classes: number;
  /** A label whose rows count for nothing. */
  readonly ignoreIndex: number;
  readonly reduction: "none" | "sum" | "mean";
}

/** The sizes of a two-dimensional window that moves over an image. */
export interface Window2d {
  readonly batch: number;
  readonly inputHeight: number;
  readonly inputWidth: number;
  readonly outputHeight: number;
  readonly outputWidth: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  /** Rows added above, and columns added on the left; what is added on the other side follows from the output's size. */
  readonly paddingTop: number;
  readonly paddingLeft: number;
}

export interface Convolution2d extends Window2d {
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly groups: number;
}

export interface Pooling2d extends Window2d {
  readonly channels: number;
}

export interface MaxPooling2d extends Pooling2d {
  readonly dilationHeight: number;
  readonly dilationWidth: number;
}

export interface AveragePooling2d extends Pooling2d {
  /** Divide by the size of the window; otherwise by how many of its places lie on the image. */
  readonly countPadding: boolean;
}

/**
 * Every kernel, with what it is told besides its buffers. All arrays are row-major and without gaps; images are
 * [batch, channels, height, width]. Unless said otherwise the output has the dtype of the first input, and an output
 * never shares memory with an input.
 */
export interface Attributes {
  /**
   * One loop over the elements of `shape`: outputs[o] = formula.outputs[o]. Input i is read at `strides[i]` (0 repeats).
   * Dtypes may differ: numbers are converted as they are stored, a `bool` is 1 for anything but 0. An output may be the
   * same buffer as an input whose strides are those of `shape`.
   */
  map: {
    readonly formula: Formula;
    /** One number for each of `formula.scalars`. */
    readonly scalars: readonly number[];
    readonly shape: Shape;
    readonly strides: readonly (readonly number[])[];
  };
  /**
   * `map` over several groups of arrays, each group with a size of its own: an optimizer's step. The buffers of the groups
   * follow one another, in outputs and in inputs; all are walked through number by number. The last `sums` outputs of the
   * formula (none unless given) are not stored but added up over each group: one more output, [groups, sums], takes the totals.
   */
  update: {
    readonly formula: Formula;
    readonly scalars: readonly number[];
    readonly sizes: readonly number[];
    readonly sums?: number;
  };
  /** [outer, size, inner] → [outer, inner]. Sums are kept precise (pairwise or compensated). NaN wins in max and min. */
  reduce: AlongAxis & { readonly operation: "sum" | "product" | "max" | "min" };
  /** [outer, size, inner] → [outer, inner] int32: where the first largest or smallest lies; a NaN counts as beyond all. */
  argReduce: AlongAxis & { readonly operation: "max" | "min" };
  /**
   * [outer, size, inner] → the same as int32: where along the axis the smallest number lies, where the next, and so on, or
   * the largest first. A NaN is larger than all; equal numbers stay in their order. `argSort` does it in JavaScript.
   */
  argSort: AlongAxis & { readonly descending: boolean };
  /** [outer, size, inner] → the same: sums of all up to and including each place; `reverse` starts from the end. */
  cumulativeSum: AlongAxis & { readonly reverse: boolean };
  /** exp(x) / Σ exp(x) along the axis, or its logarithm; the largest value is subtracted first. */
  softmax: AlongAxis & { readonly logarithm: boolean };
  /**
   * inputs [logits, labels]: logits [rows, classes] and int32 labels [rows]; outputs [loss, gradient]. The loss of a row is
   * log Σ exp(logits) − logits[label], or 0 where the label is `ignoreIndex`. By `reduction`, `loss` holds each row's
   * ([rows]), their sum ([1]), or their mean over the rows that are not ignored ([1]; NaN if all are). `gradient` is that of
   * `loss` with respect to the logits, for "none" each row's own. Refuses labels as `indexSelect` does.
   */
  softmaxCrossEntropy: SoftmaxCrossEntropyAttributes;
  /** inputs [a, b], or [a, b, bias] with bias [n], which is added to every row. */
  matmul: MatmulAttributes & Activated;
  /** The elements of the input that `from` names, in order. */
  copy: { readonly from: View };
  /** `fill` everywhere; then input i is written to the elements that `to[i]` names. Views do not overlap. */
  place: { readonly fill: number; readonly size: number; readonly to: readonly View[] };
  /**
   * inputs [x, indices]: out(o, i, j) = x(o, indices[i], j); indices are int32 [count]. A kernel that can see an index
   * outside 0 … size − 1 throws a `DataError`; one that cannot gives NaN.
   */
  indexSelect: PickAlongAxis;
  /** inputs [g, indices] → zeros of [outer, size, inner], to which g(o, i, j) is added at (o, indices[i], j). */
  indexAdd: PickAlongAxis;
  /** As `indexSelect`, with an index for each element: out(o, i, j) = x(o, indices(o, i, j), j). */
  gather: PickAlongAxis;
  /** As `indexAdd`, with an index for each element. */
  scatterAdd: PickAlongAxis;
  /**
   * inputs [x, weight], or [x, weight, bias]; weight is [outputChannels, inputChannels / groups, kernelHeight,
   * kernelWidth], and bias [outputChannels] is added to every pixel.
   */
  conv2d: Convolution2d & Activated;
  /** inputs [g, weight] → the gradient with respect to x. */
  conv2dInputGradient: Convolution2d;
  /** inputs [x, g] → the gradient with respect to weight. */
  conv2dWeightGradient: Convolution2d;
  /** outputs [y, indices]: indices (int32) say where in its channel's image each largest value lies. NaN wins. */
  maxPool2d: MaxPooling2d;
  /** inputs [g, indices] → the gradient with respect to the input of `maxPool2d`, which gave the indices. */
  maxPool2dGradient: MaxPooling2d;
  avgPool2d: AveragePooling2d;
  /** inputs [g] → the gradient with respect to the input of `avgPool2d`. */
  avgPool2dGradient: AveragePooling2d;
}

export type KernelName = keyof Attributes;
