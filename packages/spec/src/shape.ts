/** The sizes of a tensor's axes, outermost first. A single number has the shape `[]`. */
export type Shape = readonly number[];

/** The kinds of numbers a tensor holds. `float64` may be refused by a backend; `js` has it. */
export type DType = "float32" | "float64" | "int32" | "bool";

/** What a buffer's numbers look like from outside: `bool` is one byte, 0 or 1. */
export interface ArrayOf {
  float32: Float32Array;
  float64: Float64Array;
  int32: Int32Array;
  bool: Uint8Array;
}

/** The numbers of a tensor of some dtype. */
export type TypedArray = ArrayOf[DType];

/** Bytes a single number takes. */
export const bytesPerElement: Readonly<Record<DType, number>> = { float32: 4, float64: 8, int32: 4, bool: 1 };

/** A new array of zeros. */
export function newArray<D extends DType>(dtype: D, size: number): ArrayOf[D] {
  const make: { [K in DType]: (size: number) => ArrayOf[K] } = {
    float32: (n) => new Float32Array(n),
    float64: (n) => new Float64Array(n),
    int32: (n) => new Int32Array(n),
    bool: (n) => new Uint8Array(n),
  };
  return make[dtype](size);
}

/** How many numbers a tensor of this shape holds: the product of its sizes. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let axis = 0; axis < shape.length; axis++) size *= shape[axis];
  return size;
}

/** How far apart neighbours along each axis lie in a row-major array of this shape. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/** A shape as errors and summaries print it: `[64, 784]`. */
export function shapeText(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}
