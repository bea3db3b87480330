import * as L from "@piecewise/layers";
import type { Tensor } from "@piecewise/tensor";
import type { Operator } from "../run-case.ts";
import { assignAll, size } from "./run-layer.rows.test.ts";

/** Runs a recurrent layer from the case's first states, where it has them. */
export const runRecurrent =
  (
    make: (
      inputs: number,
      hidden: number,
      options: L.RnnOptions,
    ) => L.Recurrent<number, number> | L.Recurrent<number, number, "cell">,
  ): Operator =>
  (inputs, params, dtype) => {
    const model = make(size(params, "input_size"), size(params, "hidden_size"), {
      dtype,
      layers: size(params, "num_layers"),
      bias: params["bias"] !== false,
      batchFirst: params["batch_first"] === true,
      bidirectional: params["bidirectional"] === true,
      nonlinearity: params["nonlinearity"] === "relu" ? "relu" : "tanh",
    });
    const own = assignAll(model, inputs);
    const { x, h0, c0 } = inputs;
    const {
      output,
      hidden,
      cell,
    }: { readonly [Name in "output" | "hidden"]: Tensor } & {
      readonly cell?: Tensor;
    } = model.run(x, h0 === undefined ? undefined : { hidden: h0, cell: c0 });
    const states = { h: hidden, ...(cell === undefined ? {} : { c: cell }) };
    return { outputs: { ...own, ...states, y: output }, leaves: own };
  };

/** One step of a GRU. */
export const gruCell: Operator = (inputs, params, dtype) => {
  const cell = L.gruCell(size(params, "input_size"), size(params, "hidden_size"), { dtype });
  const leaves = assignAll(cell, inputs);
  return { outputs: { y: cell.step(inputs["x"], { hidden: inputs["h"] }).hidden }, leaves };
};

/** An attention of a sequence to itself, with its weights. */
export const multiHeadAttention: Operator = (inputs, params, dtype) => {
  const model = L.multiHeadAttention(size(params, "embed_dim"), size(params, "num_heads"), {
    dtype,
    batchFirst: params["batch_first"] === true,
  });
  const leaves = assignAll(model, inputs);
  const { x, mask, kpm } = inputs;
  const { output, weights } = model.attend(x, x, x, {
    ...(mask === undefined ? {} : { mask }),
    ...(kpm === undefined ? {} : { keyPaddingMask: kpm }),
  });
  return { outputs: { y: output, attn: weights }, leaves };
};

/** A layer of an encoder under a mask. */
export const transformerEncoderLayer: Operator = (inputs, params, dtype) => {
  const model = L.transformerEncoderLayer(size(params, "d_model"), size(params, "nhead"), {
    dtype,
    feedForward: size(params, "dim_feedforward"),
    dropout: size(params, "dropout"),
    activation: params["activation"] as "gelu",
    batchFirst: params["batch_first"] === true,
    normFirst: params["norm_first"] === true,
  });
  const leaves = assignAll(model, inputs);
  return { outputs: { y: model.run(inputs["x"], { mask: inputs["mask"] }) }, leaves };
};
