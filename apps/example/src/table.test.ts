import { expect, it } from "vitest";
import { resultTable } from "./table.ts";

it("aligns names to the left and numbers to the right, under a rule", () => {
  const result = {
    data: "digits",
    epochs: 5,
    seconds: 1.234,
    samplesPerSecond: 15584.3,
    backend: "wasm",
    metric: "accuracy",
  } as const;
  const table = resultTable([
    { ...result, model: "mlp", parameters: 109_386, tested: 0.953 },
    { ...result, model: "cnn-lite", parameters: 9_098, tested: 0.978 },
  ]);
  expect(table).toBe(
    [
      "model     parameters  epochs  test accuracy  seconds  samples/s  backend",
      "────────  ──────────  ──────  ─────────────  ───────  ─────────  ───────",
      "mlp          109,386       5        95.30 %      1.2     15,584     wasm",
      "cnn-lite       9,098       5        97.80 %      1.2     15,584     wasm",
    ].join("\n"),
  );
});
