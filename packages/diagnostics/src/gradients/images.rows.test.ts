import * as operations from "@piecewise/tensor";
import { conv2d } from "@piecewise/tensor";
import { apart, some, type Row } from "./inputs.rows.test.ts";

export const images: Row[] = [
  ["conv2d", (x, w) => conv2d(x, w, { padding: 1 }), some(1, 2, 4, 4), some(2, 2, 3, 3)],
  [
    "conv2d",
    (x, w) => conv2d(x, w, { stride: 2, dilation: 2, padding: [2, 1] }),
    some(2, 1, 5, 6),
    some(2, 1, 2, 3),
  ],
  [
    "conv2d",
    (x, w, bias) => conv2d(x, w, { bias, padding: 1 }),
    ...[some(2, 1, 3, 3), some(2, 1, 2, 2), some(2)],
  ],
  ["conv2d", (x, w) => conv2d(x, w, { groups: 2 }), some(1, 4, 3, 3), some(2, 2, 2, 2)],
  ["conv2d", (x, w) => conv2d(x, w, { padding: "same" }), some(1, 1, 3, 4), some(2, 1, 2, 3)],
  ["conv1d", (x, w) => operations.conv1d(x, w, { padding: 1, stride: 2 }), some(2, 2, 5), some(3, 2, 2)],
  [
    "convTranspose2d",
    (x, w) => operations.convTranspose2d(x, w, { groups: 2 }),
    some(1, 4, 2, 3),
    some(4, 2, 2, 2),
  ],
  [
    "convTranspose2d",
    (x, w, bias) => operations.convTranspose2d(x, w, { bias, stride: 2, padding: 1, outputPadding: 1 }),
    ...[some(2, 2, 3, 2), some(2, 3, 3, 3), some(3)],
  ],
  [
    "convTranspose1d",
    (x, w) => operations.convTranspose1d(x, w, { stride: 2 }),
    some(1, 2, 3),
    some(2, 3, 2),
  ],
  ["maxPool1d", (x) => operations.maxPool1d(x, { kernelSize: 2, stride: 1 }), apart(2, 2, 4)],
  [
    "maxPool2dWithIndices",
    (x) => operations.maxPool2dWithIndices(x, { kernelSize: 2 }).values,
    apart(1, 2, 2, 4),
  ],
  ["avgPool1d", (x) => operations.avgPool1d(x, { kernelSize: 3, padding: 1 }), some(2, 1, 5)],
  ["adaptiveAvgPool1d", (x) => operations.adaptiveAvgPool1d(x, 2), some(1, 2, 5)],
  ["adaptiveAvgPool2d", (x) => operations.adaptiveAvgPool2d(x, [2, null]), some(1, 2, 4, 3)],
  ["adaptiveAvgPool2d", (x) => operations.adaptiveAvgPool2d(x, [2, 5]), some(1, 2, 3, 4)],
  ["maxPool2d", (x) => operations.maxPool2d(x, { kernelSize: 3, stride: 2, padding: 1 }), apart(1, 2, 4, 5)],
  [
    "avgPool2d",
    (x) => operations.avgPool2d(x, { kernelSize: [2, 3], stride: 1, padding: [1, 0] }),
    some(1, 2, 3, 4),
  ],
];
