import { outOfRange, type PickAlongAxis, type TypedArray } from "@piecewise/spec";

type Buffers = readonly TypedArray[];

export function indexSelect([output]: Buffers, [x, indices]: Buffers, attributes: PickAlongAxis): void {
  const { outer, size, inner, count } = attributes;
  for (let row = 0; row < outer * count; row++) {
    const index = checked("indexSelect", indices, row % count, size);
    const from = (Math.floor(row / count) * size + index) * inner;
    for (let j = 0; j < inner; j++) output[row * inner + j] = x[from + j];
  }
}

export function indexAdd([output]: Buffers, [g, indices]: Buffers, attributes: PickAlongAxis): void {
  const { outer, size, inner, count } = attributes;
  output.fill(0);
  for (let row = 0; row < outer * count; row++) {
    const index = checked("indexAdd", indices, row % count, size);
    const to = (Math.floor(row / count) * size + index) * inner;
    for (let j = 0; j < inner; j++) output[to + j] += g[row * inner + j];
  }
}

export function gather([output]: Buffers, [x, indices]: Buffers, attributes: PickAlongAxis): void {
  const { outer, size, inner, count } = attributes;
  for (let row = 0; row < outer * count; row++) {
    const block = Math.floor(row / count) * size;
    for (let j = 0; j < inner; j++) {
      const index = checked("gather", indices, row * inner + j, size);
      output[row * inner + j] = x[(block + index) * inner + j];
    }
  }
}

export function scatterAdd([output]: Buffers, [g, indices]: Buffers, attributes: PickAlongAxis): void {
  const { outer, size, inner, count } = attributes;
  output.fill(0);
  for (let row = 0; row < outer * count; row++) {
    const block = Math.floor(row / count) * size;
    for (let j = 0; j < inner; j++) {
      const index = checked("scatterAdd", indices, row * inner + j, size);
      output[(block + index) * inner + j] += g[row * inner + j];
    }
  }
}

function checked(operation: string, indices: TypedArray, position: number, size: number): number {
  const index = indices[position];
  if (index >= 0 && index < size) return index;
  throw outOfRange(operation, "index", index, position, size);
}
