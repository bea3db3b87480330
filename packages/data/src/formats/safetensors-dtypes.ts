import { DataError } from "../data-error.ts";
import { bfloat16, float16, type HalfFloat } from "./half.ts";
import { bytesOf, numbersOf, type StoredNumbers } from "./stored-array.ts";

type NumbersClass = Parameters<typeof numbersOf>[0];

/** How a kind of numbers lies in the file. */
export interface StoredType {
  /** Bytes a number. */
  readonly bytes: number;
  /** The typed array that has them in memory. */
  readonly kind: NumbersClass;
  /** The numbers, in the same memory where that is possible. */
  decode(bytes: Uint8Array): StoredNumbers;
  encode(data: StoredNumbers): Uint8Array;
}

/** The kinds of numbers that are read and written. Where two are the same in memory, the first is meant. */
export const storedTypes = {
  F64: plain(Float64Array),
  F32: plain(Float32Array),
  I64: plain(BigInt64Array),
  U64: plain(BigUint64Array),
  I32: plain(Int32Array),
  U32: plain(Uint32Array),
  I16: plain(Int16Array),
  U16: plain(Uint16Array),
  I8: plain(Int8Array),
  U8: plain(Uint8Array),
  BOOL: plain(Uint8Array),
  F16: half(float16),
  BF16: half(bfloat16),
};

/** What a safetensors file calls a kind of numbers. */
export type SafetensorsDType = keyof typeof storedTypes;

export const dtypeNames = Object.keys(storedTypes) as SafetensorsDType[];

export function isSafetensorsDType(name: unknown): name is SafetensorsDType {
  return typeof name === "string" && Object.hasOwn(storedTypes, name);
}

/** What tensors call theirs. */
const tensorDTypes: Readonly<Record<string, SafetensorsDType>> = {
  float32: "F32",
  float64: "F64",
  int32: "I32",
  bool: "BOOL",
};

/** The kind that is called so, by its own name or a tensor's. */
export function namedDType(operation: string, name: string | undefined): SafetensorsDType {
  const own = tensorDTypes[name ?? ""] ?? name;
  if (isSafetensorsDType(own)) return own;
  throw new DataError(
    operation,
    `cannot store numbers as ${String(name)}; give one of ${dtypeNames.join(", ")}`,
  );
}

/** The kind to store numbers as: the one asked for, which must fit the typed array, or the typed array's own. */
export function storedTypeOf(operation: string, data: StoredNumbers, asked?: string): SafetensorsDType {
  const name = namedDType(
    operation,
    asked ?? dtypeNames.find((own) => data instanceof storedTypes[own].kind),
  );
  const { kind } = storedTypes[name];
  if (data instanceof kind) return name;
  throw new DataError(
    operation,
    `${name} is stored from a ${kind.name}, got a ${data.constructor.name}; convert it first`,
  );
}

function plain(kind: NumbersClass): StoredType {
  return { bytes: kind.BYTES_PER_ELEMENT, kind, decode: (bytes) => numbersOf(kind, bytes), encode: bytesOf };
}

function half({ decode, encode }: HalfFloat): StoredType {
  return { bytes: 2, kind: Float32Array, decode, encode: (data) => encode(data as Float32Array) };
}
