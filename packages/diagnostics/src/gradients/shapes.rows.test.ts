import * as operations from "@piecewise/tensor";
import { concat, mul } from "@piecewise/tensor";
import { indices, labels, some, type Row } from "./inputs.rows.test.ts";

export const shapes: Row[] = [
  ["reshape", (x) => operations.reshape(x, [3, -1]), some(2, 3)],
  ["squeeze", (x) => operations.squeeze(x), some(2, 1, 3)],
  ["expandDims", (x) => operations.expandDims(x, 1), some(2, 3)],
  ["flatten", (x) => operations.flatten(x), some(2, 2, 2)],
  ["transpose", (x) => operations.transpose(x, [2, 0, 1]), some(2, 3, 2)],
  ["broadcastTo", (x) => operations.broadcastTo(x, [2, 3, 2]), some(3, 1)],
  ["slice", (x) => operations.slice(x, [{ start: 1, step: 2 }, -1, { step: -1 }]), some(4, 2, 3)],
  ["flip", (x) => operations.flip(x, 1), some(2, 3)],
  ["split", (x) => mul(operations.split(x, 2, { axis: 1 })[1], 2), some(2, 4)],
  ["diagonal", (x) => operations.diagonal(x, { offset: -1 }), some(3, 4)],
  ["concat", (a, b) => concat([a, b], { axis: 1 }), some(2, 1), some(2, 3)],
  ["stack", (a, b) => operations.stack([a, b], { axis: -1 }), some(2, 2), some(2, 2)],
  ["pad", (x) => operations.pad(x, [[1, 0], [0, 2]], { value: 3 }), some(2, 2)], // prettier-ignore
  ["pad", (x) => operations.pad(x, [[1, 1], [0, 2]], { mode: "reflect" }), some(2, 3)], // prettier-ignore
  ["pad", (x) => operations.pad(x, [[0, 2]], { mode: "replicate" }), some(3)],
  ["pad", (x) => operations.pad(x, [[1, 2]], { mode: "circular" }), some(3)],
  ["scatter", (x, v) => operations.scatter(x, indices([[2, 0], [1, 1]]), v, { axis: 1 }), some(2, 3), some(2, 2)], // prettier-ignore
  ["scatter", (x) => operations.scatter(x, indices([[1]]), 5), some(2, 3)],
  [
    "scatterAdd",
    (x, v) => operations.scatterAdd(x, indices([[1, 1]]), v, { axis: 1 }),
    some(2, 3),
    some(1, 2),
  ],
  ["indexAdd", (x, v) => operations.indexAdd(x, indices([1, 1, 0]), v), some(2, 2), some(3, 2)],
  ["takeAlongAxis", (x) => operations.takeAlongAxis(x, indices([[2, 0]]), { axis: 1 }), some(2, 3)],
  ["gather", (x) => operations.gather(x, indices([[2]]), { axis: 1 }), some(2, 3)],
  ["repeatInterleave", (x) => operations.repeatInterleave(x, [2, 0], { axis: 1 }), some(2, 2)],
  ["roll", (x) => operations.roll(x, 1, { axis: 1 }), some(2, 3)],
  ["swapAxes", (x) => operations.swapAxes(x, 0, 2), some(2, 3, 2)],
  ["meshgrid", (x, y) => concat(operations.meshgrid([x, y])), some(2), some(3)],
  ["tile", (x) => operations.tile(x, [2, 3]), some(2, 2)],
  ["tril", (x) => operations.tril(x, { offset: 1 }), some(3, 4)],
  ["triu", (x) => operations.triu(x), some(2, 3, 3)],
  ["indexSelect", (x) => operations.indexSelect(x, labels(), { axis: 1 }), some(2, 3)],
  ["gather", (x) => operations.gather(x, indices([[2, 0], [1, 1]]), { axis: 1 }), some(2, 3)], // prettier-ignore
  ["embedding", (x) => operations.embedding(x, indices([[2, 0], [2, 1]])), some(3, 2)], // prettier-ignore
];
