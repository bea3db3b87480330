import { canShareMemory, hasRelaxedSimd } from "@piecewise/backend-wasm";
import { currentBackend } from "@piecewise/tensor";
import { hasSimd } from "./simd.ts";

/** What there is to compute with. */
export interface Equipment {
  /** The name of the backend in use. */
  readonly backend: string;
  /** How many threads take part at present: workers need a few milliseconds to start. */
  readonly threads: number;
  readonly cores: number;
  /** Whether WebAssembly has vectors; without, JavaScript does the work. */
  readonly simd: boolean;
  /** Whether it has those whose last bits differ between processors, for `ready({ multiplyAdd: "auto" })`. */
  readonly relaxedSimd: boolean;
  /** Whether threads can share memory; without, there is one. */
  readonly sharedMemory: boolean;
  /** What runs this program: Node with its version, or a browser. */
  readonly runtime: string;
}

/** What `doctor` found. As a string it is a report to read. */
export interface Doctor extends Equipment {
  /** A sentence for each thing that is missing, with what to do. Empty if all is well. */
  readonly advice: readonly string[];
  toString(): string;
}

/**
 * Says which backend is in use and with what: vectors, threads, shared memory; and for what is missing, what to do.
 *
 * @example
 * await ready();
 * const { backend, simd } = doctor();
 * backend; // "wasm"
 * simd; // true
 */
export function doctor(): Doctor {
  return reportOn(equipment());
}

/** The report on given equipment. */
export function reportOn(found: Equipment): Doctor {
  const advice = adviceOn(found);
  return { ...found, advice, toString: () => [...linesOf(found), ...advice].join("\n") };
}

function equipment(): Equipment {
  const backend = currentBackend();
  const node = globalThis.process?.versions?.node;
  return {
    backend: backend.name,
    threads: "threads" in backend && typeof backend.threads === "number" ? backend.threads : 1,
    cores: globalThis.navigator?.hardwareConcurrency ?? 1,
    simd: hasSimd(),
    relaxedSimd: hasRelaxedSimd(),
    sharedMemory: canShareMemory(),
    runtime: node === undefined ? "browser" : `Node ${node}`,
  };
}

const isolation =
  "serve the page with Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp";

function adviceOn({ backend, threads, cores, simd, sharedMemory }: Equipment): string[] {
  const isWasm = backend === "wasm";
  const sentences: readonly (readonly [applies: boolean, sentence: string])[] = [
    [
      !simd,
      "no WebAssembly SIMD: JavaScript does the work; use Node 22 or a browser from 2023 or later, and allow 'wasm-unsafe-eval' in the page's policy",
    ],
    [backend === "js" && simd, "the JavaScript backend is in use: await ready() takes WebAssembly instead"],
    [!sharedMemory, `no cross-origin isolation: one thread; ${isolation}`],
    [
      isWasm && sharedMemory && cores > 1 && threads === 1,
      "one thread: workers are still starting, or ready({ threads: 1 }) asked for no more",
    ],
  ];
  return sentences.filter(([applies]) => applies).map(([, sentence]) => sentence);
}

function linesOf(found: Equipment): string[] {
  const yesOrNo = (is: boolean) => (is ? "yes" : "no");
  const rows = {
    backend: found.backend,
    threads: `${found.threads}, cores: ${found.cores}`,
    SIMD: yesOrNo(found.simd),
    "relaxed SIMD": yesOrNo(found.relaxedSimd),
    "shared memory": yesOrNo(found.sharedMemory),
    "runs on": found.runtime,
  };
  return Object.entries(rows).map(([name, value]) => `${name}: ${value}`);
}
