import { concat, expandDims, ShapeError, slice, split, squeeze, stack, transpose } from "@piecewise/tensor";
import { reshape, zeros, type DrawOptions, type Parameter, type Tensor } from "@piecewise/tensor";
import { cellWeights, checkState, eachState } from "./cell.ts";
import type { CellKind, CellParameters, CellState, CellWeights, SeeGate } from "./cell.ts";
import { dropout } from "./dropout.ts";
import { layer, type Context, type Layer } from "./layer.ts";
import { sizeAbove } from "./sizes.ts";

/** How a recurrent layer is made, with PyTorch's defaults. */
export interface RecurrentOptions extends DrawOptions {
  /** How many lie above each other, each reading what the one below gives; 1 unless given. PyTorch's `num_layers`. */
  readonly layers?: number;
  /** Whether there are biases; there are unless this is false. */
  readonly bias?: boolean;
  /** Whether sequences are [batch, time, features] instead of [time, batch, features]. */
  readonly batchFirst?: boolean;
  /** The share of numbers that is dropped in training between one layer and the next; 0 unless given. */
  readonly dropout?: number;
  /** Whether a second cell reads each sequence from its end; features are the hidden sizes of both. */
  readonly bidirectional?: boolean;
}

/** A recurrent layer. Called as a layer it gives the hidden state at each step, from the last of its layers. */
export interface Recurrent<
  In extends number,
  Out extends number,
  Name extends string = "hidden",
> extends Layer<In, Out> {
  /**
   * As a call, and gives the states after the last step, too: each [layers · directions, batch, hidden]. They may be
   * passed in again, as the states to start from; without any it starts from zeros.
   */
  readonly run: (
    x: Tensor,
    state?: CellState<Name>,
    context?: Context,
  ) => { readonly output: Tensor } & CellState<Name>;
}

/** The number of features that a recurrent layer gives, where the compiler knows it: with two directions it does not. */
export type HiddenFeatures<
  H extends number,
  Options extends RecurrentOptions,
> = "bidirectional" extends keyof Options ? (Options["bidirectional"] extends false ? H : number) : H;

/** Makes a recurrent layer of a kind of cell. */
export function recurrent<In extends number, Out extends number, Name extends string>(
  cell: CellKind<Name>,
  inputs: In,
  hidden: number,
  options: RecurrentOptions,
): Recurrent<In, Out, Name> {
  const { layers = 1, batchFirst = false, bidirectional = false } = options;
  for (const [name, size] of Object.entries({ inputs, hidden, layers })) sizeAbove(cell.kind, name, size, 0);
  const drop = dropout(options.dropout ?? 0);
  const directions = bidirectional ? 2 : 1;
  const levels = Array.from({ length: layers }, (_, level) =>
    Array.from({ length: directions }, () =>
      cellWeights(cell.gates, level === 0 ? inputs : hidden * directions, hidden, options),
    ),
  );
  const [time, batch] = batchFirst ? [1, 0] : [0, 1];
  const run: Recurrent<In, Out, Name>["run"] = (x, state, context = {}) => {
    if (x.rank === 2) return runAlone(cell, run, batch, x, state, context);
    checkSequence(cell.kind, x, inputs, time);
    const first = firstStates(cell, state, [layers * directions, x.shape[batch], hidden], x);
    const sequence = steps(batchFirst ? transpose(x, [1, 0, 2]) : x);
    const { outputs, last } = throughLevels(cell, levels, sequence, first, {
      drop: (y) => drop(y, context),
      seeing: (name) => seeingGates(name, context),
    });
    const states = eachState(cell, (name) => stack(last.map((end) => end[name])));
    return { output: stack(outputs, { axis: time }), ...states };
  };
  const made = layer<In, Out>({ kind: cell.kind, own: named(levels) }, (x, context) => {
    return run(x, undefined, context).output;
  });
  return Object.assign(made, { run });
}

/** The weights by PyTorch's names: `weight_ih_l0`, and with `_reverse` behind for the cell that reads from the end. */
function named(levels: readonly (readonly CellParameters[])[]): Record<string, Parameter> {
  return Object.fromEntries(
    levels.flatMap((directions, level) =>
      directions.flatMap((weights, direction) =>
        Object.entries(weights).map(([name, p]) => [
          `${name}_l${level}${direction === 0 ? "" : "_reverse"}`,
          p,
        ]),
      ),
    ),
  );
}

/** Reads a sequence level by level, and each from both ends where there are two directions. */
function throughLevels<Name extends string>(
  cell: CellKind<Name>,
  levels: readonly (readonly CellWeights[])[],
  sequence: readonly Tensor[],
  first: readonly CellState<Name>[],
  { drop, seeing }: Surroundings,
) {
  const last: CellState<Name>[] = [];
  let outputs = sequence;
  for (const [level, directions] of levels.entries()) {
    const read = level === 0 ? outputs : outputs.map(drop);
    const [onwards, backwards] = directions.map((weights, direction) => {
      const way = direction === 0 ? read : read.toReversed();
      const see = seeing(`l${level}${direction === 0 ? "" : "_reverse"}`);
      const states = scan(cell.step(weights), way, first[last.length], see);
      last.push(states[states.length - 1]);
      return (direction === 0 ? states : states.toReversed()).map(({ hidden }) => hidden);
    });
    outputs = onwards.map((y, t) => (backwards === undefined ? y : concat([y, backwards[t]], { axis: 1 })));
  }
  return { outputs, last };
}

/** What is done between the levels, and who sees the gates of a cell, by its name. */
interface Surroundings {
  readonly drop: (y: Tensor) => Tensor;
  readonly seeing: (name: string) => SeeGate | undefined;
}

/** Shows gates to whoever observes the model, as stages: their activations. */
function seeingGates(name: string, { observe }: Context): SeeGate | undefined {
  if (observe === undefined) return undefined;
  return (gate, input, activation) => observe(`${name}.${gate}`, activation, input, activation(input));
}

/** The state after each step. Gates are shown in the last one, where most of the sequence is behind them. */
function scan<State>(
  step: (x: Tensor, state: State, see?: SeeGate) => State,
  sequence: readonly Tensor[],
  first: State,
  see: SeeGate | undefined,
): State[] {
  let state = first;
  return sequence.map((x, t) => (state = step(x, state, t === sequence.length - 1 ? see : undefined)));
}

/**
 * The steps of a sequence [time, …]. Halves of halves: the gradient of each part fills a tensor as large as what it was cut
 * from, so cutting one step after the other would take time in proportion to the square of their number.
 */
function steps(x: Tensor): Tensor[] {
  const [time, ...rest] = x.shape;
  if (time === 1) return [reshape(x, rest)];
  const half = Math.floor(time / 2);
  return split(x, [half, time - half]).flatMap(steps);
}

/** Runs one sequence without a batch axis, and states without it, as a batch of one. */
function runAlone<Name extends string>(
  cell: CellKind<Name>,
  run: Recurrent<number, number, Name>["run"],
  batch: number,
  x: Tensor,
  state: CellState<Name> | undefined,
  context: Context,
): ReturnType<typeof run> {
  const before = state === undefined ? undefined : eachState(cell, (name) => expandDims(state[name], 1));
  const result = run(expandDims(x, batch), before, context);
  const states = eachState(cell, (name) => squeeze(result[name], 1));
  return { output: squeeze(result.output, batch), ...states };
}

/** The states that each cell starts from: parts of those given, or zeros. */
function firstStates<Name extends string>(
  cell: CellKind<Name>,
  given: CellState<Name> | undefined,
  shape: readonly [places: number, batch: number, hidden: number],
  { dtype }: Tensor,
): CellState<Name>[] {
  const nothing = zeros(shape.slice(1), { dtype });
  if (given !== undefined) checkState(cell, given, shape);
  return Array.from({ length: shape[0] }, (_, place) =>
    eachState(cell, (name) => (given === undefined ? nothing : slice(given[name], [place]))),
  );
}

function checkSequence(kind: string, x: Tensor, inputs: number, time: number): void {
  const axes = time === 0 ? "time, batch" : "batch, time";
  if (x.rank !== 3 || x.shape[2] !== inputs || x.shape[time] === 0)
    throw new ShapeError(kind, `takes sequences [${axes}, ${inputs}] of at least one step`, x.shape);
}
