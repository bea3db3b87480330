import type { Kernels } from "./backend.ts";

declare const all: Kernels<Float32Array>;
const { matmul, ...rest } = all;

// @ts-expect-error a backend that lacks a kernel does not compile: Property 'matmul' is missing
export const lacking: Kernels<Float32Array> = rest;
export const complete: Kernels<Float32Array> = { ...rest, matmul };

// @ts-expect-error nor does a call that leaves out what a kernel must know: Property 'reverse' is missing
all.cumulativeSum([], [], { outer: 1, size: 1, inner: 1 });
