import { add, backward, currentBackend, DataError, matmul, mul, parameter, sum, tensor, useBackend } from "@piecewise/tensor"; // prettier-ignore
import { afterEach, describe, expect, it } from "vitest";
import { counted, timed, watched } from "./watch.ts";

const backend = currentBackend();
afterEach(() => useBackend(backend));
const square = tensor([[1, 2], [3, 4]]); // prettier-ignore

describe("counted", () => {
  it("counts each kernel's calls, those of the gradients among them", () => {
    const watching = counted(backend);
    useBackend(watching.backend);
    const w = parameter(square);
    watching.reset();
    const loss = sum(matmul(w, mul(w, 2)));
    expect(Object.fromEntries(watching.counts)).toEqual({ matmul: 1, map: 1, reduce: 1 });
    backward(loss);
    expect(watching.counts.get("matmul")).toBe(3);
  });

  it("starts again at reset", () => {
    const { backend: counting, counts, reset } = counted(backend);
    useBackend(counting);
    add(square, square);
    reset();
    expect(counts.size).toBe(0);
    add(square, square);
    expect([...counts]).toEqual([["map", 1]]);
  });
});

describe("timed", () => {
  it("reports every kernel with its milliseconds, and changes no value", async () => {
    const reports: [string, number][] = [];
    useBackend(timed(backend, (kernel, milliseconds) => reports.push([kernel, milliseconds])));
    const product = matmul(square, square);
    expect(await product.array()).toEqual([[7, 10], [15, 22]]); // prettier-ignore
    expect(reports.map(([kernel]) => kernel)).toEqual(["matmul"]);
    for (const [, milliseconds] of reports) expect(milliseconds).toBeGreaterThanOrEqual(0);
  });
});

describe("watched", () => {
  it("shares the memory: tensors go from the plain backend to the watched one and back", async () => {
    useBackend(counted(backend).backend);
    const doubled = add(square, square);
    useBackend(backend);
    expect(await mul(doubled, square).array()).toEqual([[2, 8], [18, 32]]); // prettier-ignore
  });

  it("may be wrapped again: the outer one is called first", () => {
    const order: string[] = [];
    const note = (name: string) =>
      watched(currentBackend(), (_kernel, _outputs, body) => (order.push(name), body()));
    useBackend(note("inner"));
    useBackend(note("outer"));
    add(square, square);
    expect(order).toEqual(["outer", "inner"]);
  });

  it("passes a kernel's error on", () => {
    useBackend(
      watched(backend, () => {
        throw new DataError("somewhere", "wrong");
      }),
    );
    expect(() => add(square, square)).toThrow("somewhere: wrong");
  });

  it("keeps the backend's name and covers all of its kernels", () => {
    const watching = watched(backend, (_kernel, _outputs, body) => body());
    expect(watching.name).toBe(backend.name);
    expect(Object.keys(watching.kernels)).toEqual(Object.keys(backend.kernels));
  });
});
