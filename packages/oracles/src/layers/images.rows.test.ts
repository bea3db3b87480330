import * as L from "@piecewise/layers";
import * as T from "@piecewise/tensor";
import type { Pair, Tensor } from "@piecewise/tensor";
import { numberIn } from "../describe.ts";
import type { Operator } from "../run-case.ts";
import { run, size, type Make, type Params } from "./run-layer.rows.test.ts";

/** What all convolutions are told, in one dimension or two. */
const moves = <Size>(params: Params) => ({
  bias: params["bias"] === true,
  kernelSize: params["kernel_size"] as Size,
  stride: params["stride"] as Size,
  dilation: params["dilation"] as Size,
  groups: size(params, "groups"),
});

const channels = (params: Params) => [size(params, "in_channels"), size(params, "out_channels")] as const;

/** The convolutions that we have. */
export const conv1d: Make = (params, options) =>
  L.conv1d(...channels(params), { ...options, ...moves<number>(params), padding: size(params, "padding") });

export const conv2d: Make = (params, options) =>
  L.conv2d(...channels(params), {
    ...options,
    ...moves<Pair>(params),
    padding: params["padding"] as Pair | "same",
    paddingMode: params["padding_mode"] as L.PaddingMode,
  });

const backwards = (params: Params) => ({
  padding: size(params, "padding"),
  outputPadding: size(params, "output_padding"),
});

export const convTranspose1d: Make = (params, options) =>
  L.convTranspose1d(...channels(params), { ...options, ...moves<number>(params), ...backwards(params) });

export const convTranspose2d: Make = (params, options) =>
  L.convTranspose2d(...channels(params), { ...options, ...moves<Pair>(params), ...backwards(params) });

/** A convolution in three dimensions, which we have no layer for: the sum of one in two for each depth of the kernel. */
export const conv3d: Operator = ({ x, "param.weight": weight, "param.bias": bias }, params) => {
  const [step, ...stride] = params["stride"] as [number, number, number];
  const padding = size(params, "padding");
  const [outputs, inputs, kernelDepth] = weight.shape;
  const deep = T.pad(
    x,
    x.shape.map((_, axis) => (axis === 2 ? [padding, padding] : [0, 0])),
  );
  const depth = Math.floor((deep.shape[2] - kernelDepth) / step) + 1;
  const parts = Array.from({ length: kernelDepth }, (_, start) => {
    const stop = start + (depth - 1) * step + 1;
    const cut = T.transpose(T.slice(deep, [null, null, { start, stop, step }]), [0, 2, 1, 3, 4]);
    const images = T.reshape(cut, [x.shape[0] * depth, inputs, ...x.shape.slice(3)]);
    return T.conv2d(images, T.slice(weight, [null, null, start]), { stride, padding });
  });
  const total = parts.reduce<Tensor>((sum, part) => T.add(sum, part), T.reshape(bias, [outputs, 1, 1]));
  const apart = T.reshape(total, [x.shape[0], depth, ...total.shape.slice(1)]);
  return T.transpose(apart, [0, 2, 1, 3, 4]);
};

/** A bilinear form, which we have no layer for: linear in the products of all pairs of features. */
export const bilinear: Operator = ({ x1, x2, "param.weight": weight, "param.bias": bias }) => {
  const pairs = T.mul(T.expandDims(x1, 2), T.expandDims(x2, 1));
  return T.linear(T.flatten(pairs), T.flatten(weight), bias);
};

const windowOf = (params: Params) => ({
  ...(params["stride"] === undefined ? {} : { stride: params["stride"] as Pair }),
  padding: numberIn(params, "padding", 0),
  ceilMode: params["ceil_mode"] === true,
});

const maxPool2dLayer: Make = (params) =>
  L.maxPool2d(params["kernel_size"] as Pair, {
    ...windowOf(params),
    dilation: numberIn(params, "dilation", 1),
  });

export const avgPool2d: Make = (params) =>
  L.avgPool2d(params["kernel_size"] as Pair, {
    ...windowOf(params),
    countPadding: params["count_include_pad"] !== false,
  });

/** The largest numbers, and where they lie if the case asks for that. */
export const maxPool2d: Operator = (inputs, params, dtype) => {
  if (params["return_indices"] !== true) return run(maxPool2dLayer)(inputs, params, dtype);
  const kernelSize = params["kernel_size"] as Pair;
  const { values, indices } = T.maxPool2dWithIndices(inputs["x"], { kernelSize });
  return { outputs: { y: values, indices } };
};

const unfolding = (params: Params) => ({
  stride: params["stride"] as Pair,
  padding: params["padding"] as Pair,
  dilation: params["dilation"] as Pair,
});

export const unfold: Make = (params) => L.unfold(params["kernel_size"] as Pair, unfolding(params));

export const fold: Make = (params) =>
  L.fold(params["output_size"] as Pair, params["kernel_size"] as Pair, unfolding(params));

export const upsample: Make = (params) =>
  L.upsample({
    size: params["size"] as Pair,
    mode: params["mode"] as "bilinear",
    alignCorners: params["align_corners"] === true,
  });
