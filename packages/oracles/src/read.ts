import { readFileSync } from "node:fs";

/** Numbers of an oracle. */
export interface OracleTensor {
  readonly shape: readonly number[];
  readonly dtype: "float32" | "float64" | "int32" | "bool";
  readonly data: Float32Array | Float64Array | Int32Array | Uint8Array;
}

/** One case that PyTorch computed; fixtures/README.md says what the fields mean. */
export interface OracleCase {
  readonly id: string;
  readonly op: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly inputs: readonly string[];
  readonly grads: readonly string[];
  readonly outputs: Readonly<Record<string, { readonly shape: readonly number[]; readonly dtype: string }>>;
  readonly torch32err?: Readonly<Record<string, readonly [absolute: number, relative: number]>>;
  /** The outputs that the differentiated number is made of; all that are tracked unless given. */
  readonly gy?: readonly string[];
}

/** A suite of cases with their tensors, which are named `<id>|in|<input>`, `<id>|o64|<output>` and so on. */
export interface Oracle<Case> {
  readonly cases: readonly Case[];
  /** The tensor of that name, or undefined. */
  readonly tensor: (name: string) => OracleTensor | undefined;
}

const folder = new URL("../../../fixtures/", import.meta.url);

/** Reads a suite from the repository's fixtures: `<suite>.json` and `<suite>.safetensors`. */
export function readOracle<Case = OracleCase>(suite: string): Oracle<Case> {
  const { cases } = readFixture<{ cases: readonly Case[] }>(suite);
  return { cases, tensor: readTensors(suite) };
}

/** Reads `<name>.json` from the fixtures. */
export function readFixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as T;
}

/** Gives the tensors of `<name>.safetensors` by their names. */
export function readTensors(name: string): (tensor: string) => OracleTensor | undefined {
  const file = readFileSync(new URL(`${name}.safetensors`, folder));
  const headerSize = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString("utf8", 8, 8 + headerSize)) as Record<string, Entry>;
  return (tensor) => {
    const entry = header[tensor];
    if (entry === undefined) return undefined;
    const [from, to] = entry.data_offsets;
    const bytes = new Uint8Array(file.subarray(8 + headerSize + from, 8 + headerSize + to)).buffer;
    return { shape: entry.shape, ...numbers(entry.dtype, bytes) };
  };
}

interface Entry {
  readonly dtype: "F32" | "F64" | "I64" | "U8";
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

function numbers(dtype: Entry["dtype"], bytes: ArrayBuffer): Pick<OracleTensor, "dtype" | "data"> {
  if (dtype === "F32") return { dtype: "float32", data: new Float32Array(bytes) };
  if (dtype === "F64") return { dtype: "float64", data: new Float64Array(bytes) };
  if (dtype === "I64") return { dtype: "int32", data: Int32Array.from(new BigInt64Array(bytes), Number) };
  return { dtype: "bool", data: new Uint8Array(bytes) };
}
