export type { WasmBuffer } from "./buffer.ts";
export { hasRelaxedSimd } from "./multiply-add.ts";
export { canShareMemory, wasm } from "./wasm.ts";
export type { WasmBackend, WasmOptions } from "./wasm.ts";
