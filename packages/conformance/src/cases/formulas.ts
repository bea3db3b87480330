import { constant, input, scalar, select } from "@piecewise/expressions";
import { float, type Case } from "../case.ts";
import { lengths, numbers } from "../numbers.ts";
import { flat } from "./flat.ts";

const [x, y, z, w] = [input(0), input(1), input(2), input(3)];
const column = (seed: number) => float(numbers(33, seed));
const wide = float(numbers(33, 4, [-8, 8]));
const positive = (seed: number) => float(numbers(33, seed, [0.1, 2]));

const lengthCases = [0, ...lengths, 1000].map((length) =>
  flat(`runs over ${length} numbers`, [x.times(y).plus(x)], {
    inputs: [float(numbers(length)), float(numbers(length, 1))],
    magnitude: 4,
  }),
);

const momentum = y.times(0.9).plus(z.times(0.1));
const scale = w.times(0.99).plus(z.square().times(0.01));
const moved = x.minus(momentum.times(scalar(0)).dividedBy(scale.sqrt().plus(1e-3)));
const steps = select(x.less(-1), y, select(x.less(0), y.negate(), select(x.lessEqual(1), z, 0)));
const gelu = x.times(x.times(Math.SQRT1_2).erf().plus(1).times(0.5));
const twelve = Array.from({ length: 12 }, (_, i) => input(i));

export const formulaCases: readonly Case<"map">[] = [
  ...lengthCases,
  flat("copies", [x], { inputs: [column(0)] }),
  flat("computes silu", [x.times(x.sigmoid())], { inputs: [wide] }),
  flat("computes gelu", [gelu], { inputs: [column(0)], magnitude: 1 }),
  flat("computes mish", [x.times(x.softplus().tanh())], { inputs: [wide] }),
  flat("takes one branch of many", [steps], { inputs: [column(0), column(1), column(2)] }),
  flat("uses one input twice", [x.times(x).plus(x)], { inputs: [column(0)], magnitude: 4 }),
  flat("leaves an input unread", [y], { inputs: [column(0), column(1)] }),
  flat("adds many inputs", [twelve.reduce((a, b) => a.plus(b))], {
    inputs: twelve.map((_, i) => column(i)),
    magnitude: 12,
  }),
  flat("takes scalars", [x.times(scalar(1)).plus(scalar(0))], {
    inputs: [column(0)],
    scalars: [3, -0.5],
    magnitude: 3,
  }),
  flat("takes constants that are not finite", [select(x.less(0), -Infinity, Infinity), x.times(NaN)], {
    inputs: [column(0)],
  }),
  flat("keeps the sign of a constant −0", [select(x.less(0), -0, 0)], {
    inputs: [column(0)],
    signedZeros: true,
  }),
  flat("gives several outputs", [x.plus(y), x.times(y), x.exp()], { inputs: [positive(0), positive(1)] }),
  flat("gives a part of another output", [x.exp(), x.exp().plus(1), x.exp()], { inputs: [positive(0)] }),
  flat("gives a constant beside others", [constant(2), x.negate()], { inputs: [column(0)] }),
  flat("updates in place", [moved, momentum, scale], {
    inputs: [positive(0), positive(1), positive(2), positive(3)],
    scalars: [0.01],
    inPlace: [0, 1, 3],
    magnitude: 2,
  }),
  flat("reads all of a place before it writes there", [y, x], {
    inputs: [column(0), column(1)],
    inPlace: [0, 1],
  }),
];
