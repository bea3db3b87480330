import { describeConformance } from "@piecewise/conformance";
import { wasm } from "./index.ts";

describeConformance(wasm(), { float64: false, tolerance: 4 });
