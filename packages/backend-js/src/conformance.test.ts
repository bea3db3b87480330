import { describeConformance } from "@piecewise/conformance";
import { describe } from "vitest";
import { js } from "./index.ts";

describe.each([true, false])("js with code generation: %s", (codeGeneration) => {
  describeConformance(js({ codeGeneration }), { float64: true, tolerance: 4 });
});
