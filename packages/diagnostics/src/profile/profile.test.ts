import { relu } from "@piecewise/activations";
import { wasm } from "@piecewise/backend-wasm";
import { linear, sequential } from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { adam } from "@piecewise/optimizers";
import { add, backward, currentBackend, matmul, maxPool2d, ones, tensor, useBackend, zeros, type Tensor } from "@piecewise/tensor"; // prettier-ignore
import { afterEach, describe, expect, it } from "vitest";
import { flame } from "./flame.ts";
import { profile } from "./profile.ts";

const plain = currentBackend();
afterEach(() => useBackend(plain));

describe("profile", () => {
  it("shows a training step's kernels inside of its parts, and where the time went", async () => {
    useBackend(wasm({ threads: 1 }));
    const model = sequential(linear(20, 30), relu, linear(30, 4));
    const optimizer = adam(model.parameters);
    const [inputs, labels] = [ones([8, 20]), zeros([8], { dtype: "int32" })];
    const { spans, kernels, text, flame, ...times } = await profile((part) => {
      const loss = part("forward", () => crossEntropy(model(inputs), labels));
      const gradients = part("backward", () => backward(loss));
      part("optimizer", () => optimizer.step(gradients));
    });
    const parts = spans.filter(({ depth }) => depth === 1);
    expect(parts.map(({ name }) => name)).toEqual(["forward", "backward", "optimizer"]);
    for (const { depth, start, milliseconds } of spans.slice(1)) {
      const around = spans.findLast((span) => span.depth === depth - 1 && span.start <= start);
      expect(start + milliseconds).toBeLessThanOrEqual(around!.start + around!.milliseconds);
    }
    expect(kernels.find(({ name }) => name === "matmul [8, 20] · [20, 30]")).toMatchObject({ calls: 1, bytes: 4 * (160 + 600 + 240) }); // prettier-ignore
    expect(kernels.map(({ name }) => name).join("\n")).toContain("update ");
    expect(times.inKernels + times.waiting).toBeLessThanOrEqual(times.milliseconds);
    expect(text.split("\n")).toHaveLength(3 + kernels.length);
    expect(flame.split("\n")).toHaveLength(3);
    expect(flame).toMatch(/^│step─+\n/);
  });

  const [rows, row, many, matrix, image] = [ones([8, 4]), ones([4]), ones([2, 3, 4]), ones([4, 5]), ones([1, 1, 4, 4])]; // prettier-ignore
  it.each<[string, () => Tensor, number]>([
    ["an input that repeats is read once", () => add(rows, row), 32 + 4 + 32],
    ["products with a factor in common, in one", () => matmul(many, matrix), 24 + 20 + 30],
    ["a pooling writes places along with values", () => maxPool2d(image, { kernelSize: 2 }), 16 + 4 + 4],
  ])("counts bytes: %s", async (_what, body, numbers) => {
    const { kernels } = await profile(body);
    expect(kernels.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(4 * numbers);
  });

  it("waits for steps that wait, and puts the backend back when one fails", async () => {
    const { kernels } = await profile(async () => void (await add(tensor([1]), 1).data()));
    expect(kernels).toHaveLength(1);
    const failing = profile(() => {
      throw new RangeError("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(currentBackend()).toBe(plain);
  });

  it("refuses parts that wait, whose end it would not see", async () => {
    const waiting = profile((part) => part("read", async () => add(tensor([1]), 1).data()));
    await expect(waiting).rejects.toThrow(
      'profile: the part "read" gave a promise; name parts that do not wait',
    );
  });
});

it("a flame has boxes as wide as spans are long, cut where a name does not fit", () => {
  const spans = [
    { name: "step", depth: 0, start: 0, milliseconds: 10 },
    { name: "forward", depth: 1, start: 0, milliseconds: 5 },
    { name: "matmul", depth: 2, start: 1, milliseconds: 2 },
    { name: "backward", depth: 1, start: 6, milliseconds: 4 },
  ];
  expect(flame(spans, 20)).toBe(["│step───────────────", "│forward──  │backwar", "  │mat"].join("\n"));
});
