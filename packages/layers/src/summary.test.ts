import { relu } from "@piecewise/activations";
import { memory, type Tensor } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import {
  batchNorm2d,
  conv2d,
  flatten,
  layer,
  linear,
  maxPool2d,
  sequential,
  summary,
  summaryRows,
} from "./index.ts";

const model = sequential(
  conv2d(1, 8, { kernelSize: 3, padding: "same" }),
  batchNorm2d(8),
  sequential(relu, maxPool2d(2)),
  flatten(),
  linear(1568, 1000),
  (x: Tensor) => x,
);

describe("summary", () => {
  it("gives each stage its name, kind, output shape and number of parameters", () => {
    expect(summaryRows(model, [1, 1, 28, 28])).toEqual([
      { name: "0", kind: "conv2d", outputShape: [1, 8, 28, 28], parameters: 80 },
      { name: "1", kind: "batchNorm2d", outputShape: [1, 8, 28, 28], parameters: 16 },
      { name: "2.0", kind: "relu", outputShape: [1, 8, 28, 28], parameters: 0 },
      { name: "2.1", kind: "maxPool2d", outputShape: [1, 8, 14, 14], parameters: 0 },
      { name: "3", kind: "flatten", outputShape: [1, 1568], parameters: 0 },
      { name: "4", kind: "linear", outputShape: [1, 1000], parameters: 1_569_000 },
      { name: "5", kind: "function", outputShape: [1, 1000], parameters: 0 },
    ]);
  });

  it("is a table whose lines are equally wide, with the total at its end", () => {
    const lines = summary(model, [1, 1, 28, 28]).split("\n");
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[0]).toMatch(/^layer +kind +output +parameters$/);
    expect(lines.at(-1)).toMatch(/^total +1,569,096$/);
  });

  it("takes a layer that is not sequential as one row", () => {
    const inner = linear(2, 2);
    const residual = layer({ kind: "residual", inside: { inner } }, (x) => inner(x));
    expect(summaryRows(residual, [1, 2])).toEqual([
      { name: "", kind: "residual", outputShape: [1, 2], parameters: 6 },
    ]);
  });

  it("leaves memory and the running statistics as they were", async () => {
    const [before, running] = [memory(), batchNorm2d(1)];
    const after = memory();
    summary(sequential(running), [4, 1, 2, 2]);
    expect(memory()).toEqual(after);
    expect(after.tensors - before.tensors).toBe(5);
    expect(await running.own.running_var.array()).toEqual([1]);
  });

  it("says which stage an input does not fit", () => {
    expect(() => summary(model, [1, 3, 28, 28])).toThrow(
      "conv2d: the image has 3 channels, the weight takes 1",
    );
  });
});
