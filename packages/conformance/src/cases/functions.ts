import { apply, formula, inputsUpTo, type ScalarFunction } from "@piecewise/expressions";
import { float, type Case } from "../case.ts";
import { numbers } from "../numbers.ts";

/** Where a scalar function is tested. */
interface Points {
  /** For each argument, from where to where it is taken. */
  readonly ranges: readonly (readonly [number, number])[];
  /** How large the numbers are that the result is made of, where it may be much smaller. */
  readonly magnitude?: number;
  /** Arguments, and last what they give. */
  readonly special: readonly (readonly number[])[];
  /** Whether the special values tell −0 from 0. */
  readonly signedZeros?: boolean;
}

const { PI } = Math;
const any = [-5, 5] as const;
const positive = [0.5, 3] as const;
// prettier-ignore
const points: Record<ScalarFunction, Points> = {
  add: { ranges: [any, any], signedZeros: true,
    special: [[1, 2, 3], [Infinity, -Infinity, NaN], [NaN, 1, NaN], [-0, -0, -0], [-0, 0, 0]] },
  subtract: { ranges: [any, any], signedZeros: true,
    special: [[1, 2, -1], [Infinity, Infinity, NaN], [1, NaN, NaN], [-0, 0, -0], [0, 0, 0]] },
  multiply: { ranges: [any, any], signedZeros: true,
    special: [[2, 3, 6], [0, Infinity, NaN], [-2, Infinity, -Infinity], [-0, 5, -0], [NaN, 0, NaN]] },
  divide: { ranges: [any, positive], signedZeros: true,
    special: [[1, 2, 0.5], [1, 0, Infinity], [1, -0, -Infinity], [0, 0, NaN], [Infinity, Infinity, NaN],
      [-1, Infinity, -0]] },
  remainder: { ranges: [any, positive], magnitude: 5,
    special: [[7, 3, 1], [-7, 3, 2], [7, -3, -2], [-7, -3, -1], [6, 3, 0], [5.5, 2, 1.5], [1, 0, NaN],
      [NaN, 1, NaN], [1, NaN, NaN], [Infinity, 2, NaN], [5, Infinity, 5], [-5, Infinity, Infinity], [0, -Infinity, 0],
      [2 ** 100, 3, 1], [-(2 ** 101), 3, 1], [2 ** 101, -3, -1]] },
  power: { ranges: [positive, [-3, 3]],
    special: [[2, 3, 8], [2, -1, 0.5], [-2, 3, -8], [-2, 2, 4], [-2, 0.5, NaN], [9, 0.5, 3], [0, 0, 1],
      [0, 2, 0], [0, -1, Infinity], [NaN, 0, 1], [NaN, 1, NaN], [1, NaN, 1], [2, NaN, NaN], [-1, Infinity, 1],
      [2, Infinity, Infinity], [0.5, Infinity, 0], [2, -Infinity, 0], [Infinity, -1, 0], [-Infinity, 3, -Infinity], [-Infinity, 0.5, Infinity],
      [-2, Infinity, Infinity], [-2, -3, -0.125], [NaN, 2, NaN], [1, -Infinity, 1], [2, 127, 2 ** 127]] },
  maximum: { ranges: [any, any],
    special: [[1, 2, 2], [2, 1, 2], [3, 3, 3], [NaN, 1, NaN], [1, NaN, NaN], [Infinity, NaN, NaN],
      [-Infinity, 1, 1]] },
  minimum: { ranges: [any, any],
    special: [[1, 2, 1], [2, 1, 1], [3, 3, 3], [NaN, 1, NaN], [1, NaN, NaN], [-Infinity, NaN, NaN],
      [Infinity, 1, 1]] },
  negate: { ranges: [any], signedZeros: true,
    special: [[1, -1], [0, -0], [-0, 0], [Infinity, -Infinity], [NaN, NaN]] },
  absolute: { ranges: [any], signedZeros: true,
    special: [[-3, 3], [3, 3], [-0, 0], [-Infinity, Infinity], [NaN, NaN]] },
  sign: { ranges: [any],
    special: [[5, 1], [-0.1, -1], [0, 0], [-0, 0], [Infinity, 1], [-Infinity, -1], [NaN, 0]] },
  floor: { ranges: [any], signedZeros: true,
    special: [[2.7, 2], [-2.1, -3], [-0.5, -1], [3, 3], [-0, -0], [8388609, 8388609], [3e9, 3e9],
      [Infinity, Infinity], [NaN, NaN]] },
  round: { ranges: [any],
    special: [[0.5, 0], [1.5, 2], [2.5, 2], [-0.5, 0], [-1.5, -2], [-2.5, -2], [2.4, 2], [2.6, 3],
      [0.49999997, 0], [8388609, 8388609], [-3e9, -3e9], [Infinity, Infinity], [NaN, NaN]] },
  sqrt: { ranges: [[0, 9]], signedZeros: true,
    special: [[4, 2], [0, 0], [-0, -0], [-1, NaN], [Infinity, Infinity], [NaN, NaN]] },
  exp: { ranges: [[-20, 20]],
    special: [[0, 1], [800, Infinity], [-800, 0], [Infinity, Infinity], [-Infinity, 0], [NaN, NaN]] },
  expm1: { ranges: [[-2, 2]],
    special: [[0, 0], [2 ** -20, 9.536747711537455e-7], [50, 5.184705528587072e21], [-50, -1],
      [Infinity, Infinity], [-Infinity, -1], [NaN, NaN]] },
  log: { ranges: [[0.01, 50]],
    special: [[1, 0], [2 ** 100, 69.31471805599453], [0, -Infinity], [-0, -Infinity], [-1, NaN],
      [Infinity, Infinity], [NaN, NaN]] },
  log1p: { ranges: [[-0.9, 9]],
    special: [[0, 0], [2 ** -20, 9.536738616591883e-7], [-1, -Infinity], [-2, NaN], [Infinity, Infinity],
      [NaN, NaN]] },
  sin: { ranges: [[-10, 10]], magnitude: 1,
    special: [[0, 0], [1, 0.8414709848078965], [2 ** 30, -0.6173264150460421], [Infinity, NaN], [-Infinity, NaN], [NaN, NaN]] },
  cos: { ranges: [[-10, 10]], magnitude: 1,
    special: [[0, 1], [1, 0.5403023058681398], [Infinity, NaN], [-Infinity, NaN], [NaN, NaN]] },
  tan: { ranges: [[-1.4, 1.4]], magnitude: 10,
    special: [[0, 0], [1, 1.5574077246549023], [Infinity, NaN], [NaN, NaN]] },
  asin: { ranges: [[-1, 1]],
    special: [[0, 0], [1, PI / 2], [-1, -PI / 2], [0.5, PI / 6], [1.5, NaN], [NaN, NaN]] },
  acos: { ranges: [[-1, 1]], magnitude: 1,
    special: [[1, 0], [0, PI / 2], [-1, PI], [0.5, PI / 3], [-1.5, NaN], [NaN, NaN]] },
  atan: { ranges: [any],
    special: [[0, 0], [1, PI / 4], [-1, -PI / 4], [Infinity, PI / 2], [-Infinity, -PI / 2], [NaN, NaN]] },
  atan2: { ranges: [any, any],
    special: [[0, 1, 0], [1, 0, PI / 2], [0, -1, PI], [-1, 0, -PI / 2], [1, 1, PI / 4],
      [-1, -1, (-3 * PI) / 4], [0, 0, 0], [1, Infinity, 0], [1, -Infinity, PI], [Infinity, -Infinity, (3 * PI) / 4], [NaN, 1, NaN], [1, NaN, NaN]] },
  sinh: { ranges: [any],
    special: [[0, 0], [1, 1.1752011936438014], [2 ** -20, 9.536743164063946e-7], [Infinity, Infinity],
      [-Infinity, -Infinity], [NaN, NaN]] },
  cosh: { ranges: [any],
    special: [[0, 1], [-1, 1.5430806348152437], [Infinity, Infinity], [-Infinity, Infinity], [NaN, NaN]] },
  tanh: { ranges: [any],
    special: [[0, 0], [0.5, 0.46211715726000974], [2 ** -20, 9.536743164059608e-7], [50, 1], [-800, -1],
      [Infinity, 1], [-Infinity, -1], [NaN, NaN]] },
  sigmoid: { ranges: [[-20, 20]],
    special: [[0, 0.5], [1, 0.7310585786300049], [-1, 0.2689414213699951], [100, 1], [-800, 0], [Infinity, 1],
      [-Infinity, 0], [NaN, NaN]] },
  softplus: { ranges: [[-20, 20]],
    special: [[0, 0.6931471805599453], [1, 1.3132616875182228], [100, 100], [-800, 0], [Infinity, Infinity],
      [-Infinity, 0], [NaN, NaN]] },
  erf: { ranges: [[-4, 4]],
    special: [[0, 0], [0.5, 0.5204998778130465], [-1, -0.8427007929497149], [2, 0.9953222650189527], [7, 1],
      [Infinity, 1], [-Infinity, -1], [NaN, NaN]] },
  less: { ranges: [any, any],
    special: [[1, 2, 1], [2, 1, 0], [1, 1, 0], [-0, 0, 0], [-Infinity, Infinity, 1], [NaN, 1, 0],
      [1, NaN, 0]] },
  lessEqual: { ranges: [any, any],
    special: [[1, 2, 1], [2, 1, 0], [1, 1, 1], [0, -0, 1], [Infinity, Infinity, 1], [NaN, 1, 0],
      [1, NaN, 0]] },
  equal: { ranges: [any, any],
    special: [[1, 2, 0], [1, 1, 1], [-0, 0, 1], [Infinity, Infinity, 1], [NaN, NaN, 0], [NaN, 1, 0]] },
  select: { ranges: [any, any, any],
    special: [[1, 2, 3, 2], [0, 2, 3, 3], [-0, 2, 3, 3], [NaN, 2, 3, 2], [1, 5, NaN, 5], [0, NaN, 5, 5],
      [0, Infinity, 7, 7]] },
};

/** Every scalar function on numbers where it is smooth, against its definition, and on special ones, against ours. */
export const functionCases: readonly Case<"map">[] = (Object.keys(points) as ScalarFunction[]).flatMap(
  (name) => {
    const { ranges, special, magnitude = 0, signedZeros = false } = points[name];
    const columns = ranges.map((range, seed) => numbers(33, seed, range));
    const specialColumns = ranges.map((_, i) => special.map((row) => row[i]));
    return [
      { ...call(name, columns), title: `computes ${name}`, magnitude },
      {
        ...call(name, specialColumns),
        title: `computes ${name} of special values`,
        expected: [special.map((row) => row.at(-1)!)],
        signedZeros,
      },
    ];
  },
);

function call(name: ScalarFunction, columns: readonly (readonly number[])[]) {
  const attributes = {
    formula: formula([apply(name, ...inputsUpTo(columns.length))], columns.length),
    scalars: [],
    shape: [columns[0].length],
    strides: columns.map(() => [1]),
  };
  return { inputs: columns.map(float), attributes, outputs: ["float"] as const };
}
