import { Code, types, type ValueType } from "./code.ts";
import { unsigned } from "./leb128.ts";

/** A function of a module under construction. */
export interface EmittedFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
  readonly exported: boolean;
  /** Its number, which calls use. It is final once all imports are known. */
  readonly index: number;
  readonly code: Code;
}

/** How the memory that a module imports was made: both must agree. */
export interface MemoryKind {
  readonly shared: boolean;
  readonly maximumPages: number;
}

interface Signature {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** A function that JavaScript gives to the module. */
interface Import extends Signature {
  readonly name: string;
}

/**
 * A WebAssembly module under construction: functions that work on one imported memory. `bytes()` gives the binary.
 *
 * @example ignore
 * const module = new Module({ shared: false, maximumPages: 65536 });
 * const { code } = module.function("double", ["f32"], ["f32"]);
 * code.get(0).get(0).do("f32Add");
 */
export class Module {
  readonly #memory: MemoryKind;
  /** Whether products are added with relaxed fused multiply-adds. */
  readonly fused: boolean;
  readonly #imports: Import[] = [];
  readonly #functions: EmittedFunction[] = [];

  constructor(memory: MemoryKind, fused = false) {
    this.#memory = memory;
    this.fused = fused;
  }

  /** The number of a function that JavaScript gives under `name`. Imports come before functions. */
  import(name: string, parameters: readonly ValueType[], results: readonly ValueType[]): number {
    const known = this.#imports.findIndex((imported) => imported.name === name);
    if (known >= 0) return known;
    return this.#imports.push({ name, parameters, results }) - 1;
  }

  /** The functions of JavaScript's that the module calls. */
  get imports(): readonly string[] {
    return this.#imports.map(({ name }) => name);
  }

  /** Adds a function. What is exported can be called from JavaScript. */
  function(
    name: string,
    parameters: readonly ValueType[],
    results: readonly ValueType[] = [],
    exported = true,
  ): EmittedFunction {
    const [imports, place] = [this.#imports, this.#functions.length];
    const code = new Code(parameters.length);
    const made = {
      name,
      parameters,
      results,
      exported,
      code,
      get index() {
        return imports.length + place;
      },
    };
    this.#functions.push(made);
    return made;
  }

  /** The module in the binary format: the sections for types, imports, functions, exports and code. */
  bytes(): Uint8Array<ArrayBuffer> {
    const signatures: string[] = [];
    const signature = (of: Signature) => {
      const text = encodeSignature(of).join();
      const known = signatures.indexOf(text);
      return known >= 0 ? known : signatures.push(text) - 1;
    };
    const imports = [
      [...text("env"), ...text("memory"), 0x02, ...limits(this.#memory)],
      ...this.#imports.map((i) => [...text("env"), ...text(i.name), 0x00, ...unsigned(signature(i))]),
    ];
    const functions = this.#functions.map((f) => unsigned(signature(f)));
    const exports = this.#functions
      .filter((f) => f.exported)
      .map((f) => [...text(f.name), 0x00, ...unsigned(f.index)]);
    const bodies = this.#functions.map((f) => encodeBody(f.code));
    const sections = [
      section(1, list(signatures.map((s) => s.split(",").map(Number)))),
      section(2, list(imports)),
      section(3, list(functions)),
      section(7, list(exports)),
      section(10, list(bodies)),
    ];
    return Uint8Array.from([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections].flat());
  }
}

function encodeSignature({ parameters, results }: Signature): number[] {
  const kinds = (of: readonly ValueType[]) => list(of.map((type) => [types[type]]));
  return [0x60, ...kinds(parameters), ...kinds(results)];
}

function encodeBody(code: Code): number[] {
  const runs: { count: number; type: ValueType }[] = [];
  for (const type of code.locals) {
    const last = runs.at(-1);
    if (last?.type === type) last.count++;
    else runs.push({ count: 1, type });
  }
  const locals = list(runs.map(({ count, type }) => [...unsigned(count), types[type]]));
  return unsigned(locals.length + code.bytes.length + 1).concat(locals, code.bytes, 0x0b);
}

function limits({ shared, maximumPages }: MemoryKind): number[] {
  return [shared ? 0x03 : 0x01, ...unsigned(1), ...unsigned(maximumPages)];
}

function section(id: number, content: number[]): number[] {
  return [id, ...unsigned(content.length)].concat(content);
}

function list(items: readonly (readonly number[])[]): number[] {
  return unsigned(items.length).concat(items.flat());
}

function text(characters: string): number[] {
  const bytes = new TextEncoder().encode(characters);
  return [...unsigned(bytes.length), ...bytes];
}
