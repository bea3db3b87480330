import { afterEach, describe, expect, it } from "vitest";
import { js } from "@piecewise/backend-js";
import { useBackend } from "./backend.ts";
import { parameter, tensor, zeros } from "./create.ts";
import { memory, scope } from "./memory.ts";
import { add, mul, square, sub } from "./ops/arithmetic.ts";
import { indexSelect } from "./ops/indexing.ts";
import { matmul } from "./ops/matmul.ts";
import { mean, sum } from "./ops/reduce.ts";
import { reshape } from "./ops/reshape.ts";
import { tanh } from "./ops/trigonometry.ts";
import { normal, seeded } from "./random.ts";
import { backward } from "./tape.ts";
import type { Parameter } from "./parameter.ts";
import type { Tensor } from "./tensor.ts";

afterEach(() => useBackend(js()));

const freed = (operation: string) =>
  expect.objectContaining({
    name: "BackendError",
    message: `${operation}: the tensor was freed; return it from the scope that made it, or call backward inside that scope`,
  }) as Error;

describe("scope", () => {
  it("frees all but what it returns", async () => {
    const before = memory();
    const y = scope(() => add(square(tensor([1, 2])), 1));
    expect(memory()).toEqual({ tensors: before.tensors + 1, bytes: before.bytes + 8 });
    expect(await y.array()).toEqual([2, 5]);
    y.dispose();
    expect(memory()).toEqual(before);
  });

  it.each<readonly [string, (x: Tensor) => unknown]>([
    ["an array", (x) => [x]],
    ["a map's values", (x) => new Map([["x", x]])],
    ["a map's keys", (x) => new Map([[x, "x"]])],
    ["a set", (x) => new Set([x])],
    ["an object", (x) => ({ x })],
    ["objects in arrays in objects", (x) => ({ deep: [{ x }, null, 3, "s"] })],
    ["an object that contains itself", (x) => Object.assign([x], { again: undefined })],
  ])("keeps what is returned in %s", (_name, wrap) => {
    const before = memory().tensors;
    let kept: Tensor | undefined;
    scope(() => wrap((kept = mul(tensor([1]), 2))));
    expect(memory().tensors).toBe(before + 1);
    kept!.dispose();
  });

  it("keeps gradients that are returned", async () => {
    const w = parameter([3]);
    const gradients = scope(() => backward(sum(square(w))));
    expect(await gradients.of(w).array()).toEqual([6]);
  });

  it("hands what an inner scope returns to the outer one", () => {
    const before = memory().tensors;
    const outer = scope(() => {
      const inner = scope(() => [tensor([1]), tensor([2])]);
      expect(memory().tensors).toBe(before + 2);
      return inner[0];
    });
    expect(memory().tensors).toBe(before + 1);
    outer.dispose();
  });

  it("frees nothing of an outer scope", async () => {
    const x = tensor([1]);
    scope(() => {
      const inside = tensor([2]);
      scope(() => [x, inside].map((t) => t.shape));
      expect(() => mul(inside, x)).not.toThrow();
    });
    expect(await x.array()).toEqual([1]);
  });

  it("frees everything when the body throws", () => {
    const before = memory();
    const body = () => {
      scope(() => tensor([1]));
      throw new Error(String(mul(tensor([1]), 2)));
    };
    expect(() => scope(body)).toThrow("Tensor [1] float32");
    expect(memory()).toEqual(before);
  });

  it("refuses a body that waits, frees what it made, and lets no rejection escape", async () => {
    const before = memory();
    const body = async () => {
      const x = tensor([1]);
      await Promise.resolve();
      return mul(x, 2);
    };
    expect(() => scope(body)).toThrow(
      expect.objectContaining({
        name: "BackendError",
        message: "scope: the body is asynchronous; await outside of it",
      }),
    );
    expect(memory()).toEqual(before);
    await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it("leaves parameters alone", async () => {
    let w: Parameter | undefined;
    scope(() => {
      w = scope(() => parameter([1, 2]));
    });
    expect(await w!.array()).toEqual([1, 2]);
  });
});

describe("a freed tensor", () => {
  const gone = () => {
    const x = tensor([1, 2]);
    x.dispose();
    return x;
  };

  it.each<readonly [string, (x: Tensor) => unknown]>([
    ["add", (x) => add(x, 1)],
    ["sum", (x) => sum(x)],
    ["reshape", (x) => reshape(x, [2, 1])],
    ["indexSelect", (x) => indexSelect(x, tensor([0], { dtype: "int32" }))],
    ["assign", (x) => parameter([1, 2]).assign(x)],
  ])("is refused by %s, and leaks nothing", (name, use) => {
    const x = gone();
    expect(() => scope(() => use(x))).toThrow(freed(name));
  });

  it("cannot be read", async () => {
    await expect(gone().data()).rejects.toThrow(freed("data"));
    await expect(gone().array()).rejects.toThrow(freed("data"));
  });

  it("is freed once, however often one asks", () => {
    const before = memory();
    const x = tensor([1]);
    x.dispose();
    x.dispose();
    expect(memory()).toEqual(before);
  });

  it("is what `using` leaves", () => {
    const before = memory();
    {
      using x = tensor([1, 2, 3]);
      expect(memory().bytes).toBe(before.bytes + 4 * x.size);
    }
    expect(memory()).toEqual(before);
  });
});

describe("what fails", () => {
  it.each<readonly [string, () => unknown]>([
    ["an index out of range", () => indexSelect(tensor([1, 2]), tensor([7], { dtype: "int32" }))],
    ["shapes that differ", () => add(tensor([1, 2]), tensor([1, 2, 3]))],
    ["a parameter of integers", () => parameter(new Int32Array(2) as never)],
    ["a number that does not fit", () => tensor([1e10], { dtype: "int32" })],
  ])("leaks nothing: %s", (_name, body) => {
    const before = memory();
    expect(() => scope(body)).toThrow();
    expect(memory()).toEqual(before);
  });

  it("frees the output when a kernel throws", () => {
    const backend = js();
    const held = new Set<unknown>();
    const alloc: typeof backend.memory.alloc = (size, dtype) => {
      const buffer = backend.memory.alloc(size, dtype);
      held.add(buffer);
      return buffer;
    };
    useBackend({ ...backend, memory: { ...backend.memory, alloc, free: (buffer) => held.delete(buffer) } });
    expect(() => scope(() => indexSelect(tensor([1, 2]), tensor([7], { dtype: "int32" })))).toThrow();
    expect(held.size).toBe(0);
  });

  it.each<readonly [string, (x: Tensor) => unknown]>([
    ["add", (x) => add(x, tensor([1, 2]))],
    ["sum", (x) => sum(x)],
    ["matmul", (x) => matmul(reshape(x, [1, 2]), zeros([2, 1]))],
    ["assign", (x) => parameter([1, 2]).assign(x)],
  ])("%s refuses tensors of two backends", (name, use) => {
    const x = tensor([1, 2]);
    const backend = js();
    useBackend({ ...backend, name: "other", memory: { ...backend.memory } });
    expect(() => use(x)).toThrow(
      expect.objectContaining({
        name: "BackendError",
        message: `${name}: a tensor was made on another backend than other; make tensors after useBackend, or switch back`,
      }),
    );
  });

  it("a parameter of another backend is not assigned to", () => {
    const w = parameter([1, 2]);
    const backend = js();
    useBackend({ ...backend, name: "other", memory: { ...backend.memory } });
    const values = tensor([3, 4]);
    expect(() => w.assign(values)).toThrow(
      expect.objectContaining({ name: "BackendError", operation: "assign" }),
    );
  });

  it("a wrapped backend shares the memory of the one it wraps", async () => {
    const backend = js();
    useBackend(backend);
    const x = tensor([1, 2]);
    useBackend({ ...backend, name: "watched" });
    expect(await add(x, 1).array()).toEqual([2, 3]);
  });
});

describe("training", () => {
  it("takes exactly as much memory after 200 steps as before, and learns", async () => {
    const random = seeded(1);
    const layer = (inputs: number, outputs: number) =>
      [parameter(mul(normal([inputs, outputs], { random }), 0.5)), parameter(zeros([outputs]))] as const;
    const [[w1, b1], [w2, b2]] = [layer(2, 8), layer(8, 1)];
    const x = tensor([[0, 0], [0, 1], [1, 0], [1, 1]]); // prettier-ignore
    const target = tensor([[0], [1], [1], [0]]);
    const step = () =>
      scope(() => {
        const hidden = tanh(add(matmul(x, w1), b1));
        const loss = mean(square(sub(add(matmul(hidden, w2), b2), target)));
        const gradients = backward(loss);
        for (const p of [w1, b1, w2, b2]) p.assign(sub(p, mul(gradients.of(p), 0.2)));
        return loss;
      });
    using first = step();
    const before = memory();
    for (let i = 0; i < 200; i++) step().dispose();
    expect(memory()).toEqual(before);
    using last = step();
    expect(await last.item()).toBeLessThan((await first.item()) / 5);
  });
});
