import { ShapeError, zeros, type DrawOptions, type Tensor } from "@piecewise/tensor";
import { cellWeights, checkState, eachState, gruCellKind, lstmCellKind, rnnCellKind } from "./cell.ts";
import type { CellKind, CellState } from "./cell.ts";
import { layer, type Layer } from "./layer.ts";
import type { RnnOptions } from "./recurrent-layers.ts";
import { sizeAbove } from "./sizes.ts";

/** How a single cell is made. */
export interface CellOptions extends DrawOptions {
  /** Whether there are biases; there are unless this is false. */
  readonly bias?: boolean;
}

/** One step of a recurrent network. Called as a layer it starts from zeros and gives the hidden state, [batch, hidden]. */
export interface Cell<In extends number, H extends number, Name extends string = "hidden"> extends Layer<
  In,
  H
> {
  /** The next state, from an input [batch, inputs] and the state before, each [batch, hidden]; zeros unless given. */
  readonly step: (x: Tensor, state?: CellState<Name>) => CellState<Name>;
}

/**
 * One step of `lstm`.
 *
 * @example
 * const cell = lstmCell(3, 8);
 * const first = cell.step(zeros([2, 3]));
 * cell.step(zeros([2, 3]), first).cell.shape; // [2,8]
 */
export function lstmCell<const In extends number, const H extends number>(
  inputs: In,
  hidden: H,
  options: CellOptions = {},
): Cell<In, H, "cell"> {
  return makeCell(lstmCellKind, inputs, hidden, options);
}

/** One step of `gru`. */
export function gruCell<const In extends number, const H extends number>(
  inputs: In,
  hidden: H,
  options: CellOptions = {},
): Cell<In, H> {
  return makeCell(gruCellKind, inputs, hidden, options);
}

/** One step of `rnn`. */
export function rnnCell<const In extends number, const H extends number>(
  inputs: In,
  hidden: H,
  options: CellOptions & Pick<RnnOptions, "nonlinearity"> = {},
): Cell<In, H> {
  return makeCell(rnnCellKind(options.nonlinearity), inputs, hidden, options);
}

function makeCell<In extends number, H extends number, Name extends string>(
  cell: CellKind<Name>,
  inputs: In,
  hidden: H,
  options: CellOptions,
): Cell<In, H, Name> {
  const named = { ...cell, kind: `${cell.kind}Cell` };
  sizeAbove(named.kind, "inputs", inputs, 0);
  sizeAbove(named.kind, "hidden", hidden, 0);
  const own = cellWeights(cell.gates, inputs, hidden, options);
  const step = (x: Tensor, state?: CellState<Name>) => {
    if (x.rank !== 2 || x.shape[1] !== inputs)
      throw new ShapeError(named.kind, `takes [batch, ${inputs}]`, x.shape);
    const shape = [x.shape[0], hidden];
    if (state !== undefined) checkState(named, state, shape);
    return cell.step(own)(x, state ?? eachState(cell, () => zeros(shape, { dtype: x.dtype })));
  };
  return Object.assign(
    layer<In, H>({ kind: named.kind, own }, (x) => step(x).hidden),
    { step },
  );
}
