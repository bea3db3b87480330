import { join } from "node:path";
import type { BundledProgram } from "./bundle.ts";

/** A library that is measured: how its process is started with a number of threads. */
export interface Peer {
  readonly name: string;
  /** The numbers of threads it can be told to use. */
  readonly threads: readonly number[];
  readonly command: (threads: number) => readonly string[];
  /** How a program is started that takes one training step and ends. */
  readonly firstStep?: (threads: number) => readonly string[];
  /** A program for a browser that trains. */
  readonly bundle?: BundledProgram;
  /** The works it is there for, by their names; all unless given. Programs do not count here. */
  readonly works?: RegExp;
  readonly note?: string;
}

const file = (name: string) => join(import.meta.dirname, "peers", name);
/** Without the condition under which our packages are their source: as a user gets them. */
const firstStep = (name: string, ...options: string[]) => [
  process.execPath,
  ...[join(import.meta.dirname, "programs", "first-step", name), ...options],
];
const inNode = (name: string, ...options: string[]) => [
  ...[process.execPath, "--conditions=@piecewise/source"],
  ...[file(name), ...options],
];

/** Every peer; `python` is the interpreter that has PyTorch. */
export function allPeers(python: string): readonly Peer[] {
  return [...ours, ...yardsticks, pytorch(python), ...javaScriptLibraries];
}

/** How often a peer is measured: with each number of threads that was asked for, or with one if it has no threads. */
export function threadsOf(peer: Peer, asked: readonly number[]): readonly number[] {
  return peer.threads.length === 1 ? peer.threads : peer.threads.filter((count) => asked.includes(count));
}

const ours: readonly Peer[] = [
  {
    name: "piecewise-wasm",
    threads: [1, 2],
    command: (threads) => inNode("piecewise.ts", "wasm", String(threads)),
    firstStep: (threads) => firstStep("piecewise.mjs", "wasm", String(threads)),
    bundle: { program: "piecewise.mjs" },
  },
  {
    name: "piecewise-js",
    threads: [1],
    command: () => inNode("piecewise.ts", "js"),
    firstStep: () => firstStep("piecewise.mjs", "js", "1"),
  },
];

/** What they reach is the most that can be hoped for. */
const yardsticks: readonly Peer[] = [
  {
    name: "wasm-peak",
    threads: [1],
    command: () => inNode("wasm-peak.ts"),
    works: /^(gemm|conv)\//,
    note: "multiplies and adds in registers, with as many operations as the work has",
  },
  {
    name: "hand-made",
    threads: [1],
    command: () => inNode("hand-made.ts"),
    works: /^(train|fit)\/(mlp|cnn-lite)\//,
    note: "a training step emitted as a whole: what a library without any overhead would reach",
  },
];

const pytorch = (python: string): Peer => ({
  name: "pytorch",
  threads: [1, 2],
  command: (threads) => [python, file("pytorch.py"), String(threads)],
  firstStep: (threads) => [python, file("pytorch.py"), String(threads), "first-step"],
  note: "eager; the fastest of its memory formats and optimizer loops in the warm-up",
});

const javaScriptLibraries: readonly Peer[] = [
  {
    name: "jax-js",
    threads: [1],
    command: () => inNode("jax.mjs"),
    firstStep: () => firstStep("jax.mjs"),
    bundle: { program: "jax.mjs" },
    note: "everything jitted, a training step as one function; it has no threads in Node",
  },
  {
    name: "tfjs-wasm",
    threads: [1],
    command: () => inNode("tfjs.mjs", "wasm"),
    firstStep: () => firstStep("tfjs.mjs", "wasm"),
    bundle: {
      program: "tfjs-wasm.mjs",
      loads: ["@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm"],
    },
    note:
      "gradients by weight take a detour through Conv3D, as it has no Conv2DBackpropFilter" +
      "; its threads do not start in Node",
  },
  {
    name: "tfjs-cpu",
    threads: [1],
    command: () => inNode("tfjs.mjs", "cpu"),
    firstStep: () => firstStep("tfjs.mjs", "cpu"),
    bundle: { program: "tfjs-cpu.mjs" },
  },
  {
    name: "deepbox",
    threads: [1],
    command: () => inNode("deepbox.mjs"),
    note: "on its CPU backend; its wasm one has elementwise arithmetic only",
  },
  {
    name: "brain.js",
    threads: [1],
    command: () => inNode("brain.mjs"),
    bundle: { program: "brain.mjs" },
    note: "only its size, as it does not train in batches",
  },
];
