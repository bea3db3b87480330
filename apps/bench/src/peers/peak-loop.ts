const registers = 12;
const unrolled = 4;

/** A loop that touches no memory: how fast one core multiplies and adds vectors of four floats, at best. */
export interface PeakLoop {
  /** Goes round so many times. */
  readonly run: (turns: number) => number;
  /** Of one turn. */
  readonly floatingPointOperations: number;
}

/**
 * Twelve independent chains `register = register · 0.5 + 1` hide the latency of both operations and fit into the sixteen
 * vector registers of x86. The module is put together by hand, so that the peak owes nothing to what it judges.
 */
export function peakLoop(): PeakLoop {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()));
  return {
    run: exports["run"] as PeakLoop["run"],
    floatingPointOperations: registers * unrolled * 4 * 2,
  };
}

// Opcodes, from the WebAssembly specification.
const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const int32 = (value: number) => [0x41, value];
const splat = [0xfd, 0x13];
const firstLane = [0xfd, 0x1f, 0];
const addVectors = [0xfd, 0xe4, 0x01];
const multiplyVectors = [0xfd, 0xe6, 0x01];
const float32 = (value: number) => [0x43, ...new Uint8Array(new Float32Array([value]).buffer)];

const turns = 0;
const factor = 1;
const summand = 2;
const chain = (index: number) => 3 + index;

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const name = [...new TextEncoder().encode("run")];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, 0x7f, 1, 0x7d]), // run takes an i32 and gives an f32
    ...section(3, [1, 0]),
    ...section(7, [1, name.length, ...name, 0x00, 0]),
    ...section(10, [1, ...sized(code())]),
  ]);
}

function code(): number[] {
  const chains = Array.from({ length: registers }, (_, i) => chain(i));
  const start = [...[factor, ...chains].flatMap((at) => constant(at, 0.5)), ...constant(summand, 1)];
  const step = chains.flatMap((at) => [
    ...[...get(at), ...get(factor), ...multiplyVectors],
    ...[...get(summand), ...addVectors, ...set(at)],
  ]);
  const countDown = [...get(turns), ...int32(1), 0x6b, 0x22, turns, 0x0d, 0];
  const loop = [0x03, 0x40, ...Array.from({ length: unrolled }, () => step).flat(), ...countDown, 0x0b];
  // Used, lest the compiler drops the chains.
  const sum = [...chains.flatMap(get), ...chains.slice(1).flatMap(() => addVectors), ...firstLane];
  return [1, chain(registers) - 1, 0x7b, ...start, ...loop, ...sum, 0x0b];
}

const constant = (at: number, value: number) => [...float32(value), ...splat, ...set(at)];
const section = (id: number, content: readonly number[]) => [id, ...sized(content)];
const sized = (content: readonly number[]) => [...unsigned(content.length), ...content];

/** LEB128: seven bits a byte, low bits first. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...unsigned(Math.floor(value / 128))];
}
