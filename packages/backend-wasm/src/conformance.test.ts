import { describeConformance } from "@piecewise/conformance";
import { describe } from "vitest";
import { wasm } from "./index.ts";

describe.each([1, 2])("with %d threads", (threads) => {
  describeConformance(wasm({ threads }), { float64: false, tolerance: 4 });
});
