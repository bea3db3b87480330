import {
  constant,
  cosine,
  cosineWarmRestarts,
  cyclic,
  cyclicMomentum,
  exponential,
  linear,
  multiStep,
  oneCycle,
  oneCycleMomentum,
  polynomial,
  reduceOnPlateau,
  sequence,
  step,
  type CyclicShape,
  type OneCycleShape,
  type PlateauSchedule,
  type Schedule,
} from "@piecewise/optimizers";
import { expect, it } from "vitest";
import { difference } from "./difference.ts";
import { presentCases } from "./present.ts";
import { readFixture } from "./read.ts";

type Params = Readonly<Record<string, unknown>> & { readonly type: string };

interface ScheduleCase {
  readonly id: string;
  readonly base: { readonly lr: number; readonly momentum?: number };
  readonly params: Params;
  /** The learning rate before any step, and after each of 40. */
  readonly lrs: readonly number[];
  /** The same for a second group that starts at 0.5. */
  readonly lrs_group1?: readonly number[];
  readonly momentums?: readonly number[];
  /** What a ReduceLROnPlateau was told after each step. */
  readonly metrics?: readonly (number | "NaN")[];
}

type Read = (name: string, preset?: number) => number;

/** Ours for PyTorch's, with its defaults where ours need a value. */
const makers: Readonly<Record<string, (initial: number, number: Read, params: Params) => Schedule>> = {
  StepLR: (initial, n) => step({ initial, every: n("step_size"), factor: n("gamma", 0.1) }),
  MultiStepLR: (initial, n, { milestones }) =>
    multiStep({ initial, at: milestones as number[], factor: n("gamma", 0.1) }),
  ExponentialLR: (initial, n) => exponential({ initial, factor: n("gamma") }),
  MultiplicativeLR: (initial, n) => exponential({ initial, factor: n("lambda") }),
  ConstantLR: (initial, n) =>
    sequence([constant(initial * n("factor", 1 / 3)), constant(initial)], { at: [n("total_iters", 5)] }),
  LinearLR: (initial, n) =>
    linear({
      initial: initial * n("start_factor", 1 / 3),
      final: initial * n("end_factor", 1),
      steps: n("total_iters", 5),
    }),
  PolynomialLR: (initial, n) => polynomial({ initial, steps: n("total_iters"), power: n("power", 1) }),
  CosineAnnealingLR: (initial, n) =>
    cosine({ initial, steps: n("T_max"), final: n("eta_min", 0), swings: true }),
  CosineAnnealingWarmRestarts: (initial, n) =>
    cosineWarmRestarts({ initial, steps: n("T_0"), factor: n("T_mult", 1), final: n("eta_min", 0) }),
  OneCycleLR: (_, n, params) => oneCycle({ maximum: n("max_lr"), ...oneCycleShape(n, params) }),
  CyclicLR: (_, n, params) => cyclic({ low: n("base_lr"), high: n("max_lr"), ...cyclicShape(n, params) }),
  SequentialLR: (initial, _, { schedulers, milestones }) =>
    sequence(
      (schedulers as Params[]).map((params) => make(initial, params)),
      { at: milestones as number[] },
    ),
  ReduceLROnPlateau: (initial, n, params) => plateau(initial, n, params),
};

/** The momentum that goes with a learning rate. */
const momenta: typeof makers = {
  OneCycleLR: (_, n, params) => oneCycleMomentum(oneCycleShape(n, params)),
  CyclicLR: (_, n, params) => cyclicMomentum(cyclicShape(n, params)),
};

function make(initial: number, params: Params, from = makers): Schedule {
  return from[params.type](initial, (name, preset) => Number(params[name] ?? preset), params);
}

const oneCycleShape = (n: Read, { anneal_strategy, three_phase }: Params): OneCycleShape => ({
  steps: n("total_steps"),
  rising: n("pct_start", 0.3),
  anneal: anneal_strategy === "linear" ? "linear" : "cosine",
  threePhase: three_phase === true,
});

const cyclicShape = (n: Read, { mode = "triangular" }: Params): CyclicShape => ({
  stepsUp: n("step_size_up", 2000),
  stepsDown: n("step_size_down", n("step_size_up", 2000)),
  mode: mode === "exp_range" ? "exponential" : (mode as "triangular"),
  factor: n("gamma", 1),
});

const plateau = (initial: number, n: Read, { mode, threshold_mode }: Params) =>
  reduceOnPlateau({
    initial,
    mode: mode === "max" ? "max" : "min",
    factor: n("factor", 0.1),
    patience: n("patience", 10),
    threshold: n("threshold", 1e-4),
    thresholdMode: threshold_mode === "abs" ? "absolute" : "relative",
    cooldown: n("cooldown", 0),
    minimum: n("min_lr", 0),
    epsilon: n("eps", 1e-8),
  });

const { cases } = await readFixture<{ cases: readonly ScheduleCase[] }>("sched");
const present = presentCases(cases, ({ params }) => params.type, {});
const tolerance = { absolute: 1e-17, relative: 1e-12 };

it.each(present)("$id: the learning rate of each step is PyTorch's", ({ base, params, metrics, ...rest }) => {
  const rates = (initial: number) => {
    const rate = make(initial, params);
    return rest.lrs.map((_, taken) => {
      if (taken > 0 && metrics !== undefined && "observe" in rate)
        (rate as PlateauSchedule).observe(Number(metrics[taken - 1]));
      return rate(taken);
    });
  };
  expect(difference(rates(base.lr), rest.lrs, tolerance)).toBeUndefined();
  if (rest.lrs_group1 !== undefined)
    expect(difference(rates(0.5), rest.lrs_group1, tolerance)).toBeUndefined();
});

it.each(present.filter(({ momentums }) => momentums !== undefined))(
  "$id: the momentum of each step is PyTorch's",
  ({ base, params, momentums = [] }) => {
    const momentum = make(base.lr, params, momenta);
    expect(
      difference(
        momentums.map((_, taken) => momentum(taken)),
        momentums,
        tolerance,
      ),
    ).toBeUndefined();
  },
);
