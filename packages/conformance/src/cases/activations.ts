import { formula, input, scalar, select } from "@piecewise/expressions";

const x = input(0);

/** x above 0, and x times a scalar below. */
export const leaky = {
  formula: formula([select(x.lessEqual(0), x.times(scalar(0)), x)], 1),
  scalars: [0.25],
};
/** A smooth formula that needs an exponential. */
export const smooth = { formula: formula([x.tanh()], 1), scalars: [] };
