export type { WasmBuffer } from "./buffer.ts";
export { wasm } from "./wasm.ts";
