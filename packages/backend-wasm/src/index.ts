export type { WasmBuffer } from "./buffer.ts";
export { wasm } from "./wasm.ts";
export type { WasmBackend, WasmOptions } from "./wasm.ts";
