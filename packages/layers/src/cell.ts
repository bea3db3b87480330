import {
  add,
  DataError,
  elementwise,
  linear,
  ShapeError,
  shapeText,
  sigmoid,
  split,
  tanh,
  uniform,
  type DrawOptions,
  type Parameter,
  type Shape,
  type Tensor,
} from "@piecewise/tensor";
import { startingWith } from "./initializers.ts";
import { nonlinearityNamed } from "./nonlinearity.ts";

/** What a cell remembers from step to step, each [batch, hidden]. */
export type CellState<Name extends string = "hidden"> = Readonly<Record<Name | "hidden", Tensor>>;

/** The weights of a cell by PyTorch's names: those of all gates below each other. */
export interface CellWeights {
  readonly weight_ih: Tensor;
  readonly weight_hh: Tensor;
  readonly bias_ih?: Tensor | undefined;
  readonly bias_hh?: Tensor | undefined;
}

/** The same as parameters. */
export type CellParameters = CellWeights & Readonly<Record<string, Parameter>>;

/** A kind of cell: how it goes from one state to the next. The hidden state is also its output. */
export interface CellKind<Name extends string = "hidden"> {
  readonly kind: string;
  readonly gates: number;
  readonly states: readonly (Name | "hidden")[];
  readonly step: (
    weights: CellWeights,
  ) => (x: Tensor, state: CellState<Name>, see?: SeeGate) => CellState<Name>;
}

/** Is shown what a gate's activation is given. */
export type SeeGate = (gate: string, input: Tensor, activation: (x: Tensor) => Tensor) => void;

const keep = elementwise("lstm, what is kept", (f, cell) => f.sigmoid().times(cell));
const store = elementwise("lstm, what is stored", (i, g, kept) => i.sigmoid().times(g.tanh()).plus(kept));
const reveal = elementwise("lstm, what is shown", (o, cell) => o.sigmoid().times(cell.tanh()));

/**
 * cell′ = σ(f) · cell + σ(i) · tanh(g), hidden′ = σ(o) · tanh(cell′); each gate is a sum of W x, U hidden and the biases.
 * Hochreiter and Schmidhuber, "Long short-term memory", 1997. The gates lie in PyTorch's order: i, f, g, o.
 */
export const lstmCellKind: CellKind<"cell"> = {
  kind: "lstm",
  gates: 4,
  states: ["hidden", "cell"],
  step({ weight_ih, weight_hh, bias_ih, bias_hh }) {
    return (x, { hidden, cell }, see) => {
      const gates = add(linear(x, weight_ih, bias_ih), linear(hidden, weight_hh, bias_hh));
      const [i, f, g, o] = split(gates, 4, { axis: 1 });
      see?.("input", i, sigmoid);
      see?.("forget", f, sigmoid);
      see?.("candidate", g, tanh);
      see?.("output", o, sigmoid);
      const next = store(i, g, keep(f, cell));
      return { hidden: reveal(o, next), cell: next };
    };
  },
};

const candidate = elementwise("gru, candidate", (x, r, hidden) => x.plus(r.sigmoid().times(hidden)).tanh());
const blend = elementwise("gru, blend", (z, hidden, n) => n.plus(z.sigmoid().times(hidden.minus(n))));

/**
 * n = tanh(W x + b + σ(r) · (U hidden + c)), hidden′ = (1 − σ(z)) · n + σ(z) · hidden. Cho et al., "Learning phrase
 * representations using RNN encoder-decoder", 2014. The gates lie in PyTorch's order: r, z, n.
 */
export const gruCellKind: CellKind = {
  kind: "gru",
  gates: 3,
  states: ["hidden"],
  step({ weight_ih, weight_hh, bias_ih, bias_hh }) {
    const size = weight_hh.shape[1];
    const cut = (x: Tensor | undefined) => (x === undefined ? [] : split(x, [2 * size, size]));
    const [[ih, ihNew], [hh, hhNew]] = [cut(weight_ih), cut(weight_hh)];
    const [[bias, biasNew], [hiddenBias, hiddenBiasNew]] = [cut(bias_ih), cut(bias_hh)];
    return (x, { hidden }, see) => {
      const [r, z] = split(add(linear(x, ih, bias), linear(hidden, hh, hiddenBias)), 2, { axis: 1 });
      see?.("reset", r, sigmoid);
      see?.("update", z, sigmoid);
      const n = candidate(linear(x, ihNew, biasNew), r, linear(hidden, hhNew, hiddenBiasNew));
      return { hidden: blend(z, hidden, n) };
    };
  },
};

/** hidden′ = tanh (or relu) of W x + U hidden + the biases. Elman, "Finding structure in time", 1990. */
export function rnnCellKind(nonlinearity: "tanh" | "relu" = "tanh"): CellKind {
  const end = nonlinearityNamed("rnn", "nonlinearity", nonlinearity, ["tanh", "relu"]);
  return {
    kind: "rnn",
    gates: 1,
    states: ["hidden"],
    step({ weight_ih, weight_hh, bias_ih, bias_hh }) {
      return (x, { hidden }, see) => {
        const sum = add(linear(x, weight_ih, bias_ih), linear(hidden, weight_hh, bias_hh));
        see?.("hidden", sum, end);
        return { hidden: end(sum) };
      };
    },
  };
}

/** A state made name by name. */
export function eachState<Name extends string>(
  { states }: CellKind<Name>,
  make: (name: Name | "hidden") => Tensor,
): CellState<Name> {
  return Object.fromEntries(states.map((name) => [name, make(name)])) as CellState<Name>;
}

/** Throws unless a state that somebody passes in has the right shape. */
export function checkState<Name extends string>(
  { kind, states }: CellKind<Name>,
  given: CellState<Name>,
  shape: Shape,
): void {
  for (const name of states) {
    if (given[name] === undefined)
      throw new DataError(kind, `a state has ${states.join(" and ")}, but ${name} is missing`);
    if (String(given[name].shape) !== String(shape))
      throw new ShapeError(
        kind,
        `the state's ${name} needs the shape ${shapeText(shape)}`,
        given[name].shape,
      );
  }
}

/** First values of a cell's weights: all evenly between ± 1 / √hidden, as in PyTorch. */
export function cellWeights(
  gates: number,
  inputs: number,
  hidden: number,
  options: DrawOptions & { readonly bias?: boolean },
): CellParameters {
  const limit = 1 / Math.sqrt(hidden);
  const draw = (...shape: number[]) =>
    startingWith(() => uniform(shape, { ...options, low: -limit, high: limit }));
  const weights = { weight_ih: draw(gates * hidden, inputs), weight_hh: draw(gates * hidden, hidden) };
  if (options.bias === false) return weights;
  return { ...weights, bias_ih: draw(gates * hidden), bias_hh: draw(gates * hidden) };
}
