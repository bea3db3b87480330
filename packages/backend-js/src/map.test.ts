import {
  apply,
  formula,
  inputsUpTo,
  scalar,
  select,
  values,
  type ScalarFunction,
} from "@piecewise/expressions";
import { afterEach, expect, it, vi } from "vitest";
import { js } from "./index.ts";

afterEach(() => vi.unstubAllGlobals());

const special = [0, -0, 1, -1, 0.5, -2.5, 7.25, 800, -800, Infinity, -Infinity, NaN];
const columns = [0, 1, 2].map((shift) =>
  Float64Array.from(special, (_, i) => special[(i * (shift + 1) + shift) % 12]),
);

it.each(Object.keys(values) as ScalarFunction[])("gives the same bits with and without code: %s", (name) => {
  const inputs = columns.slice(0, values[name].length);
  const [computed, decided] = [apply(name, ...inputsUpTo(inputs.length)), inputsUpTo(1)[0]];
  const outputs = [computed, select(computed, decided, computed.times(scalar(0)))];
  const attributes = {
    formula: formula(outputs, inputs.length),
    scalars: [0.3],
    shape: [special.length],
    strides: inputs.map(() => [1]),
  };
  const [generated, closed] = [true, false].map((codeGeneration) => {
    const results = outputs.map(() => new Float64Array(special.length));
    js({ codeGeneration }).kernels.map(results, inputs, attributes);
    return results;
  });
  expect(generated).toEqual(closed);
});

/** Adds two arrays with a backend. */
function add({ kernels }: ReturnType<typeof js>, a: Float32Array | Float64Array, b: typeof a): typeof a {
  const [x, y] = inputsUpTo(2);
  const sum = a.slice();
  kernels.map([sum], [a, b], {
    formula: formula([x.plus(y)], 2),
    scalars: [],
    shape: [a.length],
    strides: [[1], [b.length === 1 ? 0 : 1]],
  });
  return sum;
}

it("works where code from text is forbidden", () => {
  vi.stubGlobal("Function", function () {
    throw new EvalError("Refused to evaluate a string as JavaScript");
  });
  expect(add(js(), new Float32Array([1, 2]), new Float32Array([3, 4]))).toEqual(new Float32Array([4, 6]));
});

it("makes a loop for each kind of array and of step, and keeps it", () => {
  const made = vi.fn(Function);
  vi.stubGlobal("Function", made);
  const backend = js();
  expect(made).not.toHaveBeenCalled();
  const [floats, doubles] = [new Float32Array([1, 2, 3]), new Float64Array([1, 2, 3])];
  const loopsAfter = [
    [floats, floats],
    [floats, floats],
    [floats.slice(1), floats.slice(1)],
    [floats, floats.slice(0, 1)],
    [doubles, doubles],
  ].map(([a, b]) => (add(backend, a, b), made.mock.calls.length));
  expect(loopsAfter.map((count) => count - loopsAfter[0])).toEqual([0, 0, 0, 1, 2]);
});

it("keeps blocks apart where it runs without code", () => {
  const numbers = Float64Array.from({ length: 1000 }, (_, i) => i);
  const sum = add(js({ codeGeneration: false }), numbers, numbers);
  expect(sum).toEqual(numbers.map((i) => 2 * i));
});

it("makes a loop again that it has forgotten among many others", () => {
  const { kernels } = js({ codeGeneration: false });
  const [x] = inputsUpTo(1);
  const output = [new Float64Array(1)];
  for (const constant of [...Array(1500).keys(), 0]) {
    const attributes = {
      formula: formula([x.plus(constant + 0.5)], 1),
      scalars: [],
      shape: [],
      strides: [[]],
    };
    kernels.map(output, [new Float64Array([1])], attributes);
    expect(output[0][0]).toBe(constant + 1.5);
  }
});
