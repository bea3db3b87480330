import { gruCellKind, lstmCellKind, rnnCellKind } from "./cell.ts";
import { recurrent, type HiddenFeatures, type Recurrent, type RecurrentOptions } from "./recurrent.ts";

/**
 * A long short-term memory over sequences: [time, batch, inputs] → [time, batch, hidden]. `run` gives the hidden and the cell
 * states, too. Hochreiter and Schmidhuber, 1997; names, layouts and gates (i, f, g, o) as in PyTorch.
 *
 * @example
 * const model = lstm(3, 8, { batchFirst: true });
 * model(zeros([2, 5, 3])).shape; // [2,5,8]
 * const { hidden, cell } = model.run(zeros([2, 5, 3]));
 * const more = model.run(zeros([2, 1, 3]), { hidden, cell });
 * more.cell.shape; // [1,2,8]
 */
export function lstm<
  const In extends number,
  const H extends number,
  const Options extends RecurrentOptions = Record<never, never>,
>(inputs: In, hidden: H, options?: Options): Recurrent<In, HiddenFeatures<H, Options>, "cell"> {
  return recurrent(lstmCellKind, inputs, hidden, options ?? {});
}

/**
 * Gated recurrent units over sequences: [time, batch, inputs] → [time, batch, hidden]. Cho et al., 2014; names, layouts and
 * gates (r, z, n) as in PyTorch.
 *
 * @example
 * const model = gru(3, 8, { layers: 2, bidirectional: true });
 * model(zeros([5, 2, 3])).shape; // [5,2,16]
 * model.run(zeros([5, 2, 3])).hidden.shape; // [4,2,8]
 */
export function gru<
  const In extends number,
  const H extends number,
  const Options extends RecurrentOptions = Record<never, never>,
>(inputs: In, hidden: H, options?: Options): Recurrent<In, HiddenFeatures<H, Options>> {
  return recurrent(gruCellKind, inputs, hidden, options ?? {});
}

/** How a plain recurrent layer is made. */
export interface RnnOptions extends RecurrentOptions {
  /** What each step ends in; "tanh" unless given. */
  readonly nonlinearity?: "tanh" | "relu";
}

/**
 * A plain recurrent network over sequences: [time, batch, inputs] → [time, batch, hidden]. Elman, 1990.
 *
 * @example
 * rnn(3, 8)(zeros([5, 2, 3])).shape; // [5,2,8]
 */
export function rnn<
  const In extends number,
  const H extends number,
  const Options extends RnnOptions = Record<never, never>,
>(inputs: In, hidden: H, options?: Options): Recurrent<In, HiddenFeatures<H, Options>> {
  return recurrent(rnnCellKind(options?.nonlinearity), inputs, hidden, options ?? {});
}
