import { describe, expect, it } from "vitest";
import { arange, eye, fromBuffer, full, linspace, ones, parameter, tensor, zeros } from "./create.ts";
import { memory } from "./memory.ts";

// What a caller without types may pass.
const untyped = tensor as (values: unknown, options?: object) => unknown;

describe("tensor", () => {
  it.each([
    ["a number", 7, [], "float32"],
    ["an array", [1, 2, 3], [3], "float32"],
    ["nested arrays", [[[1], [2]], [[3], [4]]], [2, 2, 1], "float32"], // prettier-ignore
    ["no numbers", [], [0], "float32"],
    ["rows without numbers", [[], []], [2, 0], "float32"],
    ["booleans", [true, false], [2], "bool"],
    ["a boolean", true, [], "bool"],
    ["booleans among numbers, which count as 0 and 1", [2, true], [2], "float32"],
    ["a Float64Array", new Float64Array(2), [2], "float64"],
    ["an Int32Array", new Int32Array(2), [2], "int32"],
    ["bytes", new Uint8Array(2), [2], "int32"],
  ] as const)("takes %s", (_name, values, shape, dtype) => {
    const x = tensor(values);
    expect([x.shape, x.dtype]).toEqual([shape, dtype]);
  });

  it("keeps the numbers in row-major order", async () => {
    const x = tensor([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
    expect([...(await x.data())]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await x.array()).toEqual([[1, 2, 3], [4, 5, 6]]); // prettier-ignore
    expect([x.size, x.rank, String(x)]).toEqual([6, 2, "Tensor [2, 3] float32"]);
  });

  it("takes a shape for flat numbers", async () => {
    expect(await tensor(new Float32Array([1, 2, 3, 4]), { shape: [2, 2] }).array()).toEqual([[1, 2], [3, 4]]); // prettier-ignore
    expect(tensor([1, 2, 3, 4], { shape: [4, 1] }).shape).toEqual([4, 1]);
  });

  it("copies: changing the array afterwards changes nothing", async () => {
    const numbers = new Float32Array([1, 2]);
    const x = tensor(numbers);
    numbers[0] = 9;
    const read = await x.data();
    read[1] = 9;
    expect(await x.array()).toEqual([1, 2]);
  });

  it.each([
    ["fractions toward 0 for int32", [2.9, -2.9], "int32", [2, -2]],
    ["the ends of int32", [-2147483648, 2147483647.9], "int32", [-2147483648, 2147483647]],
    ["anything but 0 to true", [0, -0, 0.1, NaN, -3], "bool", [false, false, true, true, true]],
    ["booleans to numbers", [true, false], "float64", [1, 0]],
    ["NaN and infinities to float32", [NaN, -Infinity], "float32", [NaN, -Infinity]],
  ] as const)("turns %s", async (_name, values, dtype, expected) => {
    const x = tensor(values as readonly (number | boolean)[], { dtype });
    expect([await x.array(), x.dtype]).toEqual([expected, dtype]);
  });

  it.each([
    [
      "a shorter row",
      [[1, 2], [3]],
      "ShapeError",
      "tensor: ragged: values[1] is an array of 1, not an array of 2",
    ],
    [
      "a number among rows",
      [[1], 2],
      "ShapeError",
      "tensor: ragged: values[1] is a number, not an array of 1",
    ],
    [
      "a row among numbers",
      [1, [2]],
      "ShapeError",
      "tensor: ragged: values[1] is an array of 1, not a number",
    ],
    [
      "a deeper row",
      [
        [1, 2],
        [3, [4]],
      ],
      "ShapeError",
      "tensor: ragged: values[1][1] is an array of 1, not a number",
    ],
    ["null", [1, null], "DTypeError", "tensor: values[1] is null, not a number"],
    ["undefined", [undefined], "DTypeError", "tensor: values[0] is undefined, not a number"],
    ["a string", "12", "DTypeError", "tensor: values is string, not a number"],
    [
      "a string inside",
      [
        [1, 2],
        [3, "4"],
      ],
      "DTypeError",
      "tensor: values[1][1] is string, not a number",
    ],
    ["a string for a row", [[1, 2], "34"], "DTypeError", "tensor: values[1] is string, not a number"],
    ["a bigint", [1n], "DTypeError", "tensor: values[0] is bigint, not a number"],
    ["nothing", undefined, "DTypeError", "tensor: values is undefined, not a number"],
    [
      "an array of other numbers",
      new Int16Array(2),
      "DTypeError",
      "tensor: cannot read [object Int16Array]; give a",
    ],
    [
      "a DataView",
      new DataView(new ArrayBuffer(4)),
      "DTypeError",
      "tensor: cannot read [object DataView]; give a",
    ],
  ])("refuses %s", (_name, values, name, message) => {
    const before = memory();
    expect(() => untyped(values)).toThrow(expect.objectContaining({ name, message: expect.stringContaining(message) as string })); // prettier-ignore
    expect(memory()).toEqual(before);
  });

  it.each([2147483648, -2147483649, NaN, Infinity])(
    "refuses %d as int32, and frees what it took",
    (value) => {
      const before = memory();
      const message = `tensor: ${value} does not fit int32; use float32, or remove it`;
      expect(() => tensor([value], { dtype: "int32" })).toThrow(
        expect.objectContaining({ name: "DataError", message }),
      );
      expect(() => full([2], value, { dtype: "int32" })).toThrow(
        expect.objectContaining({ name: "DataError", operation: "full" }),
      );
      expect(memory()).toEqual(before);
    },
  );

  it.each([
    [[2, 2], "tensor: 3 numbers do not fill the shape, for [2, 2]"],
    [[-1, -3], "tensor: a shape is an array of whole sizes, not negative; got [-1, -3]"],
    [[1.5, 2], "tensor: a shape is an array of whole sizes, not negative; got [1.5, 2]"],
    [3, "tensor: a shape is an array of whole sizes, not negative; got 3"],
  ])("refuses the shape %j for three numbers", (shape, message) => {
    expect(() => untyped([1, 2, 3], { shape })).toThrow(
      expect.objectContaining({ name: "ShapeError", message }),
    );
  });

  it("refuses a dtype that the backend lacks, and says which it has", () => {
    expect(() => untyped([1], { dtype: "float16" })).toThrow(
      expect.objectContaining({
        name: "BackendError",
        message:
          "alloc: the js backend has no float16, only float32, float64, int32, bool; cast, or use the js backend",
      }),
    );
  });
});

describe("reading", () => {
  it("gives the only number", async () => {
    expect(await tensor([[5]]).item()).toBe(5);
    expect(await tensor(true).item()).toBe(1);
  });

  it("refuses item() of several numbers or none", async () => {
    for (const x of [tensor([1, 2]), tensor([])])
      await expect(x.item()).rejects.toThrow(expect.objectContaining({ name: "ShapeError" }));
  });

  it.each([[[2, 0, 3]], [[0]], [[0, 2]]])("nests an empty tensor of shape %j", async (shape) => {
    const nested = (sizes: readonly number[]): unknown =>
      sizes.length === 0 ? 0 : Array.from({ length: sizes[0] }, () => nested(sizes.slice(1)));
    expect(await zeros(shape).array()).toEqual(nested(shape));
  });
});

describe("the other makers", () => {
  it.each([
    ["zeros", zeros([2]), [0, 0]],
    ["ones", ones([2], { dtype: "int32" }), [1, 1]],
    ["full", full([2], 7.5), [7.5, 7.5]],
    ["full, bool", full([2], 7, { dtype: "bool" }), [true, true]],
    ["full, int32", full([1], -2.5, { dtype: "int32" }), [-2]],
    ["arange", arange(0, 5, { step: 2 }), [0, 2, 4]],
    ["arange down", arange(3, 0, { step: -1 }), [3, 2, 1]],
    ["arange without room", arange(3, 3), []],
    ["arange, int32", arange(1, 3, { dtype: "int32" }), [1, 2]],
    ["linspace", linspace(0, 1, 5), [0, 0.25, 0.5, 0.75, 1]],
    ["linspace of one", linspace(3, 9, 1), [3]],
    ["linspace of none", linspace(3, 9, 0), []],
    ["eye", eye(2), [[1, 0], [0, 1]]], // prettier-ignore
  ])("%s", async (_name, x, expected) => {
    expect(await x.array()).toEqual(expected);
  });

  it("linspace ends exactly where it should", async () => {
    expect((await linspace(0, 0.7, 4, { dtype: "float64" }).data()).at(-1)).toBe(0.7);
  });

  it.each([
    ["zeros", () => zeros([2, -1])],
    ["zeros", () => zeros(3 as never)],
    ["full", () => full([1.5], 0)],
    ["eye", () => eye(-1)],
    ["linspace", () => linspace(0, 1, 1.5)],
    ["arange", () => arange(0, 1, { step: 0 })],
    ["arange", () => arange(0, Infinity)],
    ["arange", () => arange(NaN, 1)],
    ["fromBuffer", () => fromBuffer(new ArrayBuffer(24), { shape: [-2, -3], dtype: "float32" })],
    ["fromBuffer", () => fromBuffer(new ArrayBuffer(10), { shape: [3], dtype: "float32" })],
  ])("%s refuses a size it cannot make", (_name, make) => {
    expect(make).toThrow(expect.objectContaining({ name: "ShapeError" }));
  });

  it("fromBuffer reads bytes as the dtype says", async () => {
    const bytes = new Float64Array([1.5, -2]).buffer;
    expect(await fromBuffer(bytes, { shape: [2, 1], dtype: "float64" }).array()).toEqual([[1.5], [-2]]);
    expect(fromBuffer(bytes, { shape: [4], dtype: "int32" }).dtype).toBe("int32");
  });
});

describe("parameter", () => {
  it("copies numbers or a tensor, and leaves nothing else behind", async () => {
    const source = tensor([1, 2]);
    const before = memory();
    const [a, b] = [parameter([3, 4]), parameter(source)];
    expect(memory()).toEqual({ tensors: before.tensors + 2, bytes: before.bytes + 16 });
    a.assign(source);
    b.assign(tensor([5, 6]));
    expect([await a.array(), await b.array(), await source.array()]).toEqual([[1, 2], [5, 6], [1, 2]]); // prettier-ignore
  });

  it.each([
    ["integers", () => parameter(new Int32Array(2) as never)],
    ["booleans", () => parameter([true])],
    ["a tensor of integers", () => parameter(ones([2], { dtype: "int32" }))],
  ])("refuses %s, because a gradient needs fractions", (_name, make) => {
    expect(make).toThrow(expect.objectContaining({ name: "DTypeError", operation: "parameter" }));
  });

  it("is tracked unless it is not trainable", () => {
    expect(parameter([1]).tracked).toBe(true);
    expect(parameter([1], { trainable: false }).tracked).toBe(false);
    expect(parameter([1], { dtype: "float64" }).dtype).toBe("float64");
  });
});
