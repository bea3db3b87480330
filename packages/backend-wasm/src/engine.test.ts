import { formula, input, type Expression } from "@piecewise/expressions";
import { expect, it } from "vitest";
import { Engine } from "./engine.ts";
import { wasm } from "./index.ts";

it("says what to do instead when formulas hold more constants than there is room for", () => {
  const { memory, kernels } = wasm({ threads: 1 });
  const buffer = memory.alloc(4, "float32");
  let sum: Expression = input(0);
  for (let i = 0; i < 2000; i++) sum = sum.plus(0.5 + i);
  const attributes = { formula: formula([sum], 1), scalars: [], shape: [4], strides: [[1]] };
  expect(() => kernels.map([buffer], [buffer], attributes)).toThrow(
    "map: formulas with too many different constants; give numbers that change as options or scalars",
  );
});

it("keeps working memory for every thread that may start while a kernel is prepared", () => {
  const engine = new Engine(3);
  const bytes = 4096;
  const scratch = engine.scratchForEach(bytes);
  expect(engine.heap.alloc(64) - scratch).toBeGreaterThanOrEqual(3 * bytes);
  engine.dispose();
});
