export { js } from "./js.ts";
export type { JsOptions } from "./js.ts";
