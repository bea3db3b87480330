import { Engine, Lanes, Module, type Code } from "./backend-parts.ts";

/** Numbers in memory that stay where they are. */
export interface Buffer {
  readonly address: number;
  readonly size: number;
}

/** What a kernel works on: a buffer, or what every step is given anew. */
export type Operand = Buffer | "inputs" | "labels";

/** What a kernel is emitted with: its parameters are the addresses of its operands. */
export interface Kernel {
  readonly code: Code;
  readonly module: Module;
  readonly lanes: Lanes;
}

/**
 * A training step in one WebAssembly module: a function (inputs, labels) that calls one kernel after the other, with every
 * buffer at an address that is known when it is emitted. Nothing is allocated, recorded or looked up while it runs.
 */
export class StaticStep {
  readonly #engine = new Engine(1);
  readonly #module = new Module({ shared: false, maximumPages: 65536 });
  readonly #run = this.#module.function("run", ["i32", "i32"]);

  /** Memory for so many numbers, all of them 0. */
  buffer(size: number): Buffer {
    return { address: this.#engine.heap.alloc(size * 4), size };
  }

  /** The numbers in a buffer, until the next one is made: memory that grows moves. */
  numbers({ address, size }: Buffer): Float32Array {
    return this.#engine.floats.subarray(address / 4, address / 4 + size);
  }

  /** The same memory as whole numbers. */
  integers({ address, size }: Buffer): Int32Array {
    return this.#engine.integers.subarray(address / 4, address / 4 + size);
  }

  /** Emits a kernel, which the step calls after those before it. */
  kernel(operands: readonly Operand[], emit: (kernel: Kernel) => void): void {
    const parameters = operands.map(() => "i32" as const);
    const { code, index } = this.#module.function("kernel", parameters, [], false);
    emit({ code, module: this.#module, lanes: new Lanes(this.#engine, this.#module, code) });
    for (const operand of operands) {
      if (operand === "inputs") this.#run.code.get(0);
      else if (operand === "labels") this.#run.code.get(1);
      else this.#run.code.i32(operand.address);
    }
    this.#run.code.call(index);
  }

  /** The whole step. */
  compile(): (inputs: Buffer, labels: Buffer) => void {
    const module = new WebAssembly.Module(this.#module.bytes());
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.#engine.memory } });
    const run = exports["run"] as (inputs: number, labels: number) => void;
    return (inputs, labels) => run(inputs.address, labels.address);
  }
}
