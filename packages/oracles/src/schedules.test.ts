import { constant, cosine, step, warmup, type Schedule } from "@piecewise/optimizers";
import { expect, it } from "vitest";
import { difference } from "./difference.ts";
import { presentCases } from "./present.ts";
import { readFixture } from "./read.ts";

type Params = Readonly<Record<string, number>>;

interface ScheduleCase {
  readonly id: string;
  readonly base: { readonly lr: number };
  readonly params: Readonly<Record<string, unknown>> & { readonly type: string };
  /** The learning rate before any step, and after each of 40. */
  readonly lrs: readonly number[];
  /** The same for a second group that starts at 0.5. */
  readonly lrs_group1?: readonly number[];
}

/** Ours for PyTorch's, where both mean the same; the missing options are its defaults. */
const makers: Readonly<Record<string, (initial: number, params: Params) => Schedule>> = {
  StepLR: (initial, { step_size, gamma = 0.1 }) => step({ initial, every: step_size, factor: gamma }),
  ExponentialLR: (initial, { gamma }) => step({ initial, every: 1, factor: gamma }),
  MultiplicativeLR: (initial, { lambda }) => step({ initial, every: 1, factor: Number(lambda) }),
  CosineAnnealingLR: (initial, { T_max, eta_min = 0 }) => cosine({ initial, steps: T_max, final: eta_min }),
  LinearLR: (initial, { total_iters = 5, start_factor = 1 / 3 }) =>
    warmup({ steps: total_iters, from: start_factor, then: constant(initial) }),
};

const later = "a later piece of work";
const { cases } = await readFixture<{ cases: readonly ScheduleCase[] }>("sched");
const present = presentCases(cases, typeOf, {
  "LinearLR/down": "warmup rises to the schedule that follows; nothing of ours falls in a straight line",
  ConstantLR: "a lower rate that jumps up; warmup rises steadily",
  MultiStepLR: later,
  CosineAnnealingWarmRestarts: later,
  OneCycleLR: later,
  CyclicLR: later,
  PolynomialLR: later,
  SequentialLR: later,
  ReduceLROnPlateau: "depends on what was measured, not on the step alone",
});
const tolerance = { absolute: 0, relative: 1e-12 };

function typeOf({ params }: ScheduleCase): string {
  return params.type;
}

it.each(present)("$id: the learning rate of each step is PyTorch's", ({ base, params, lrs, lrs_group1 }) => {
  const rates = (initial: number) =>
    lrs.map((_, taken) => makers[params.type](initial, params as Params)(taken));
  expect(difference(rates(base.lr), lrs, { ...tolerance, absolute: 1e-17 })).toBeUndefined();
  if (lrs_group1 !== undefined) expect(difference(rates(0.5), lrs_group1, tolerance)).toBeUndefined();
});
