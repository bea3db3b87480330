// What backend-wasm keeps to itself, from its source: the bench is private, and what is written by hand shall differ from
// our library in what goes on around the kernels, not in how an instruction is written.
export type { Code, Local } from "../../../../../packages/backend-wasm/src/emitter/code.ts";
export { advance, repeat } from "../../../../../packages/backend-wasm/src/emitter/loops.ts";
export { Module } from "../../../../../packages/backend-wasm/src/emitter/module.ts";
export { Engine } from "../../../../../packages/backend-wasm/src/engine.ts";
export { expBelowZero } from "../../../../../packages/backend-wasm/src/map/exponential.ts";
export { Lanes } from "../../../../../packages/backend-wasm/src/map/lanes.ts";
export { cut, emitTile } from "../../../../../packages/backend-wasm/src/tile.ts";
export { Block } from "../../../../../packages/backend-wasm/src/transpose.ts";
