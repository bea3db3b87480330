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

// Not within `new URL`, where bundlers would look for a module.
const here = import.meta.url;

/** Reads a suite from the repository's fixtures: `<suite>.json` and `<suite>.safetensors`. */
export async function readOracle<Case = OracleCase>(suite: string): Promise<Oracle<Case>> {
  const { cases } = await readFixture<{ cases: readonly Case[] }>(suite);
  return { cases, tensor: await readTensors(suite) };
}

/** Reads `<name>.json` from the fixtures. */
export async function readFixture<T>(name: string): Promise<T> {
  return JSON.parse(text(await readBytes(`${name}.json`))) as T;
}

/** Gives the tensors of `<name>.safetensors` by their names. */
export async function readTensors(name: string): Promise<(tensor: string) => OracleTensor | undefined> {
  const file = await readBytes(`${name}.safetensors`);
  const headerSize = Number(new DataView(file.buffer).getBigUint64(0, true));
  const header = JSON.parse(text(file.subarray(8, 8 + headerSize))) as Record<string, Entry>;
  return (tensor) => {
    const entry = header[tensor];
    if (entry === undefined) return undefined;
    const [from, to] = entry.data_offsets;
    const bytes = file.slice(8 + headerSize + from, 8 + headerSize + to).buffer;
    return { shape: entry.shape, ...numbers(entry.dtype, bytes) };
  };
}

/** A fixture's bytes: from the disk in Node, from the server of the tests in a browser. */
async function readBytes(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(`../../../fixtures/${name}`, here);
  const files = globalThis.process?.getBuiltinModule?.("node:fs/promises");
  if (files !== undefined) return new Uint8Array(await files.readFile(url));
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.href}: the server answers ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

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
