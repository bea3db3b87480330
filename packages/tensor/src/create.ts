import { formula, scalar } from "@piecewise/expressions";
import { DataError, DTypeError, newArray, ShapeError, shapeText, sizeOf } from "@piecewise/spec";
import type { ArrayOf, DType, Shape, TypedArray } from "@piecewise/spec";
import { fillOrFree, scope, Storage } from "./memory.ts";
import { cast } from "./ops/cast.ts";
import { Parameter } from "./parameter.ts";
import { noGrad, run } from "./run.ts";
import { requireFloat, Tensor, type Nested } from "./tensor.ts";

/** The dtype of a new tensor; float32 unless given. */
export interface DTypeOption<D extends DType = DType> {
  readonly dtype?: D;
}

/**
 * A tensor from a copy of numbers: a number, nested arrays, or a typed array (with its shape, else one axis). Unless
 * `dtype` says otherwise, booleans alone make `bool`, a typed array keeps its kind (bytes make int32), all else is
 * float32.
 *
 * @example
 * await tensor([[1, 2], [3, 4]]).array(); // [[1,2],[3,4]]
 * tensor(new Float32Array(6), { shape: [2, 3] }).shape; // [2,3]
 */
export function tensor<const V extends NestedOf<number>, D extends DType = "float32">(
  values: V,
  options?: DTypeOption<D>,
): Tensor<ShapeOf<V>, D>;
export function tensor<const V extends NestedOf<boolean>, D extends DType = "bool">(
  values: V,
  options?: DTypeOption<D>,
): Tensor<ShapeOf<V>, D>;
export function tensor<const S extends Shape = Shape>(
  values: Nested | TypedArray,
  options?: DTypeOption & { readonly shape?: S },
): Tensor<S>;
export function tensor(
  values: Nested | TypedArray,
  options: DTypeOption & { readonly shape?: Shape } = {},
): Tensor {
  return fromValues(values, options);
}

function fromValues(values: Nested | TypedArray, options: DTypeOption & { readonly shape?: Shape }): Tensor {
  const flat = ArrayBuffer.isView(values) ? flatFromTyped(values) : flatFromNested(values);
  const shape = options.shape ?? flat.shape;
  checkShape("tensor", shape);
  if (sizeOf(shape) !== flat.values.length)
    throw new ShapeError("tensor", `${flat.values.length} numbers do not fill the shape`, shape);
  return fromArray(flat.values, shape, options.dtype ?? flat.dtype);
}

type NestedOf<Item> = Item | readonly NestedOf<Item>[];

/** The shape of nested arrays, as far as the compiler knows their lengths. */
export type ShapeOf<V> = V extends readonly (infer Item)[]
  ? readonly [V["length"], ...ShapeOf<Item>]
  : V extends number | boolean
    ? readonly []
    : Shape;

interface Flat {
  readonly values: TypedArray | number[];
  readonly shape: Shape;
  readonly dtype: DType;
}

function flatFromTyped(values: TypedArray): Flat {
  const dtype = dtypeOf(values);
  return { values, shape: [values.length], dtype };
}

function dtypeOf(values: TypedArray): DType {
  if (values instanceof Float32Array) return "float32";
  if (values instanceof Float64Array) return "float64";
  if (values instanceof Int32Array) return "int32";
  if (values instanceof Uint8Array) return "int32"; // Bytes are numbers; `dtype: "bool"` makes them truth values.
  throw new DTypeError(
    "tensor",
    `cannot read ${Object.prototype.toString.call(values)}; give a Float32Array, Float64Array, Int32Array or Uint8Array`,
  );
}

function flatFromNested(nested: Nested): Flat {
  const shape: number[] = [];
  for (let at: Nested | undefined = nested; Array.isArray(at); at = (at as Nested[])[0])
    shape.push(at.length);
  const values: number[] = [];
  let booleans = 0;
  const visit = (at: Nested, axis: number, path: string): void => {
    const length = lengthOf(at, path);
    if (length !== shape[axis])
      throw new ShapeError("tensor", `ragged: values${path} is ${kind(length)}, not ${kind(shape[axis])}`);
    if (length !== undefined)
      return (at as readonly Nested[]).forEach((item, i) => visit(item, axis + 1, `${path}[${i}]`));
    if (typeof at === "boolean") booleans++;
    values.push(Number(at));
  };
  visit(nested, 0, "");
  return { values, shape, dtype: booleans > 0 && booleans === values.length ? "bool" : "float32" };
}

/** The length of an array; undefined for a number. */
function lengthOf(value: unknown, path: string): number | undefined {
  if (Array.isArray(value)) return value.length;
  if (typeof value === "number" || typeof value === "boolean") return undefined;
  throw new DTypeError("tensor", `values${path} is ${value === null ? "null" : typeof value}, not a number`);
}

const kind = (length: number | undefined) => (length === undefined ? "a number" : `an array of ${length}`);

/** Converts, uploads and wraps. */
export function fromArray<S extends Shape, D extends DType>(
  values: TypedArray | readonly number[],
  shape: S,
  dtype: D,
): Tensor<S, D> {
  const storage = new Storage(sizeOf(shape), dtype);
  fillOrFree([storage], () => storage.memory.write(storage.buffer("tensor"), asArray(values, dtype)));
  return new Tensor<S, D>(storage, shape);
}

function asArray(values: TypedArray | readonly number[], dtype: DType): TypedArray {
  if (ArrayBuffer.isView(values) && dtypeOf(values) === dtype) return values;
  const array: TypedArray = newArray(dtype, values.length);
  for (let i = 0; i < values.length; i++) array[i] = convert(values[i], dtype);
  return array;
}

function convert(value: number, dtype: DType, operation = "tensor"): number {
  if (dtype === "bool") return value !== 0 ? 1 : 0;
  if (dtype !== "int32") return value;
  const whole = Math.trunc(value);
  if (whole === (whole | 0)) return whole;
  throw new DataError(operation, `${value} does not fit int32; use float32, or remove it`);
}

/** A trainable leaf with a copy of the given numbers: what `backward` finds gradients for and optimizers change. */
export function parameter<const V extends Nested>(
  values: V,
  options?: DTypeOption & { readonly trainable?: boolean },
): Parameter<ShapeOf<V>>;
export function parameter<S extends Shape, D extends DType>(
  values: Tensor<S, D>,
  options?: { readonly trainable?: boolean },
): Parameter<S, D>;
export function parameter(
  values: Nested | Tensor,
  options: DTypeOption & { readonly trainable?: boolean } = {},
): Parameter {
  return scope(() => {
    const given = values instanceof Tensor ? values : fromValues(values, options);
    requireFloat("parameter", given.dtype);
    const made = new Parameter(given === values ? noGrad(() => cast(given, given.dtype)) : given);
    made.trainable = options.trainable ?? true;
    return made;
  });
}

const fill = formula([scalar(0)], 0);

/** A tensor in which every number is `value`. */
export function full<const S extends Shape, D extends DType = "float32">(
  shape: S,
  value: number,
  options: DTypeOption<D> = {},
): Tensor<S, D> {
  checkShape("full", shape);
  const dtype = options.dtype ?? "float32";
  const attributes = {
    formula: fill,
    scalars: [convert(value, dtype, "full")],
    shape: [sizeOf(shape)],
    strides: [],
  };
  return run({ kernel: "map", name: "full", inputs: [], shape, dtype, attributes }) as Tensor<S, D>;
}

/** A tensor of zeros. */
export function zeros<const S extends Shape, D extends DType = "float32">(
  shape: S,
  options: DTypeOption<D> = {},
): Tensor<S, D> {
  return full(shape, 0, options);
}

/** A tensor of ones. */
export function ones<const S extends Shape, D extends DType = "float32">(
  shape: S,
  options: DTypeOption<D> = {},
): Tensor<S, D> {
  return full(shape, 1, options);
}

/** The numbers from `start` up to but not including `stop`, `step` apart. */
export function arange(
  start: number,
  stop: number,
  options: DTypeOption & { readonly step?: number } = {},
): Tensor<readonly [number]> {
  const { step = 1, dtype = "float32" } = options;
  const count = Math.ceil((stop - start) / step);
  if (!(step !== 0 && Number.isFinite(count)))
    throw new ShapeError("arange", `cannot step by ${step} from ${start} to ${stop}`);
  const values = Array.from({ length: Math.max(0, count) }, (_, i) => start + i * step);
  return fromArray(values, [values.length], dtype);
}

/** `count` numbers evenly spaced from `start` to `stop`, both included. */
export function linspace<const N extends number>(
  start: number,
  stop: number,
  count: N,
  options: DTypeOption = {},
): Tensor<readonly [N]> {
  checkShape("linspace", [count]);
  const step = count > 1 ? (stop - start) / (count - 1) : 0;
  const values = Array.from({ length: count }, (_, i) =>
    i === count - 1 && i > 0 ? stop : start + i * step,
  );
  return fromArray(values, [count], options.dtype ?? "float32");
}

/** The identity matrix: ones on the diagonal. */
export function eye<const N extends number>(size: N, options: DTypeOption = {}): Tensor<readonly [N, N]> {
  checkShape("eye", [size]);
  const values = newArray("float64", size * size);
  for (let i = 0; i < size; i++) values[i * size + i] = 1;
  return fromArray(values, [size, size], options.dtype ?? "float32");
}

/** A tensor over bytes that are already in memory, such as a file's: `dtype` says how to read them. */
export function fromBuffer<const S extends Shape, D extends DType>(
  buffer: ArrayBuffer,
  options: { readonly shape: S; readonly dtype: D },
): Tensor<S, D> {
  checkShape("fromBuffer", options.shape);
  const kinds = { float32: Float32Array, float64: Float64Array, int32: Int32Array, bool: Uint8Array };
  const view = kinds[options.dtype];
  if (buffer.byteLength !== sizeOf(options.shape) * view.BYTES_PER_ELEMENT)
    throw new ShapeError(
      "fromBuffer",
      `${buffer.byteLength} bytes do not fill ${options.dtype}`,
      options.shape,
    );
  return fromArray(new view(buffer) as ArrayOf[D], options.shape, options.dtype);
}

/** Throws unless a shape is made of whole, non-negative sizes. */
export function checkShape(operation: string, shape: Shape): void {
  if (Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0)) return;
  const got = Array.isArray(shape) ? shapeText(shape) : String(shape);
  throw new ShapeError(operation, `a shape is an array of whole sizes, not negative; got ${got}`);
}
