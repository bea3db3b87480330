import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesPerElement, newArray, shapeText, sizeOf, stridesOf, type DType, type Shape } from "./shape.ts";

const shapes = fc.array(fc.nat(5), { maxLength: 5 });
const dtypes = ["float32", "float64", "int32", "bool"] as const;

describe("a shape", () => {
  it.each<readonly [Shape, size: number, strides: number[], text: string]>([
    [[], 1, [], "[]"],
    [[3], 3, [1], "[3]"],
    [[64, 784], 50176, [784, 1], "[64, 784]"],
    [[2, 0, 3], 0, [0, 3, 1], "[2, 0, 3]"],
    [[1, 1, 1], 1, [1, 1, 1], "[1, 1, 1]"],
  ])("%j holds %d numbers, in strides of %j, and is printed as %s", (shape, size, strides, text) => {
    expect([sizeOf(shape), stridesOf(shape), shapeText(shape)]).toEqual([size, strides, text]);
  });

  it("has strides that number its elements from 0 in row-major order", () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const strides = stridesOf(shape);
        let places: number[] = [0];
        shape.forEach((size, axis) => {
          places = places.flatMap((at) => Array.from({ length: size }, (_, i) => at + i * strides[axis]));
        });
        expect(places).toEqual(Array.from({ length: sizeOf(shape) }, (_, i) => i));
      }),
    );
  });
});

describe("newArray", () => {
  it.each(dtypes)("makes zeros of %s, each as many bytes as the table says", (dtype: DType) => {
    const array = newArray(dtype, 3);
    expect([...array]).toEqual([0, 0, 0]);
    expect(array.BYTES_PER_ELEMENT).toBe(bytesPerElement[dtype]);
  });

  it("makes bytes for bool", () => {
    expect(newArray("bool", 0)).toBeInstanceOf(Uint8Array);
  });
});
