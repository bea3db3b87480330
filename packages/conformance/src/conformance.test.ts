import { DataError, newArray, stridesOf, type TypedArray } from "@piecewise/spec";
import type { Attributes, Backend, Kernel, KernelName, Kernels } from "@piecewise/spec";
import { describe, expect, it } from "vitest";
import type { Case } from "./case.ts";
import { conformanceCases } from "./cases.ts";
import { differences } from "./differences.ts";
import { reference } from "./reference.ts";

/** The reference as a kernel. */
function kernelOf<Name extends KernelName>(name: Name): Kernel<TypedArray, Name> {
  return (outputs, inputs, attributes) => {
    const results = reference[name](inputs, attributes);
    outputs.forEach((output, o) => {
      const values = results[o].values.slice(0, output.length);
      output.set(output instanceof Uint8Array ? values.map((value) => Number(value !== 0)) : values);
    });
  };
}

function backendOf<Name extends KernelName>(
  name: Name,
  kernel: Kernel<TypedArray, Name>,
): Backend<TypedArray> {
  return {
    name: "one kernel",
    memory: {
      dtypes: ["float32", "float64", "int32", "bool"],
      alloc: (size, dtype) => newArray(dtype, size),
      free: () => {},
      write: (buffer, values) => buffer.set(values),
      read: async (buffer) => buffer.slice(),
    },
    kernels: { [name]: kernel } as unknown as Kernels<TypedArray>, // no other is called
  };
}

/** How many cases of a kernel find something wrong with it. */
async function complaints<Name extends KernelName>(
  name: Name,
  kernel: Kernel<TypedArray, Name>,
): Promise<number> {
  const backend = backendOf(name, kernel);
  const cases: readonly Case<Name>[] = conformanceCases[name];
  const accepted = cases.filter(({ refuses }) => refuses === undefined);
  const run = { float: "float64", tolerance: 4 } as const;
  const found = await Promise.all(accepted.map((of) => differences(backend, name, of, run)));
  return found.filter((lines) => lines.length > 0).length;
}

/** Mistakes, as attributes that a wrong kernel takes for those it was given. */
const mistakes: {
  [Name in KernelName]: Record<string, (given: Attributes[Name]) => Partial<Attributes[Name]>>;
} = {
  map: {
    "takes no scalars": ({ scalars }) => ({ scalars: scalars.map(() => 0) }),
    "takes all inputs as contiguous": ({ strides, shape }) => ({
      strides: strides.map(() => stridesOf(shape)),
    }),
  },
  update: {
    "takes no scalars": ({ scalars }) => ({ scalars: scalars.map(() => 0) }),
  },
  reduce: {
    "adds instead of multiplying": ({ operation }) => ({
      operation: operation === "product" ? "sum" : operation,
    }),
    "takes max for min": ({ operation }) => ({ operation: operation === "min" ? "max" : operation }),
  },
  argReduce: { "takes max for min": () => ({ operation: "max" }) },
  argSort: { "sorts upwards only": () => ({ descending: false }) },
  cumulativeSum: { "never reverses": () => ({ reverse: false }) },
  softmaxCrossEntropy: {
    "sums instead of taking the mean": ({ reduction }) => ({
      reduction: reduction === "mean" ? "sum" : reduction,
    }),
    "ignores the label 1": () => ({ ignoreIndex: 1 }),
  },
  softmax: { "takes no logarithm": () => ({ logarithm: false }) },
  matmul: {
    "does not transpose a": () => ({ transposeA: false }),
    "does not transpose b": () => ({ transposeB: false }),
    "shares a always": () => ({ shareA: true }),
    "never shares b": () => ({ shareB: false }),
    "computes the first product only": ({ batch }) => ({ batch: Math.min(batch, 1) }),
  },
  copy: {
    "starts at 0": ({ from }) => ({ from: { ...from, offset: 0 } }),
    "goes forward only": ({ from }) => ({ from: { ...from, strides: from.strides.map(Math.abs) } }),
  },
  place: {
    "fills with 0": () => ({ fill: 0 }),
    "leaves out the last array": ({ to }) => ({ to: to.slice(0, -1) }),
  },
  indexSelect: { "takes one": ({ count }) => ({ count: Math.min(count, 1) }) },
  indexAdd: { "takes one": ({ count }) => ({ count: Math.min(count, 1) }) },
  gather: { "takes one": ({ count }) => ({ count: Math.min(count, 1) }) },
  scatterAdd: { "takes one": ({ count }) => ({ count: Math.min(count, 1) }) },
  conv2d: windowMistakes(),
  conv2dInputGradient: windowMistakes(),
  conv2dWeightGradient: windowMistakes(),
  maxPool2d: windowMistakes(),
  maxPool2dGradient: {
    "takes images for wider than they are": ({ inputWidth }) => ({ inputWidth: inputWidth + 1 }),
  },
  avgPool2d: {
    "counts the padding": () => ({ countPadding: true }),
    "has no stride": () => ({ strideWidth: 1 }),
  },
  avgPool2dGradient: {
    "counts no padding": () => ({ countPadding: false }),
    "has no padding": () => ({ paddingTop: 0 }),
  },
};

function windowMistakes() {
  return {
    "has no stride down": () => ({ strideHeight: 1 }),
    "has no stride across": () => ({ strideWidth: 1 }),
    "has no dilation down": () => ({ dilationHeight: 1 }),
    "has no dilation across": () => ({ dilationWidth: 1 }),
    "has no padding above": () => ({ paddingTop: 0 }),
    "has no padding on the left": () => ({ paddingLeft: 0 }),
  };
}

function describeCases<Name extends KernelName>(name: Name): void {
  const kernel = kernelOf(name);

  it("accept the reference, and so agree with what was worked out by hand", async () => {
    expect(await complaints(name, kernel)).toBe(0);
  });

  it("notice a last number that is wrong, nearly every time", async () => {
    const spoiled: typeof kernel = (outputs, inputs, attributes) => {
      kernel(outputs, inputs, attributes);
      for (const output of outputs) output[output.length - 1] = Number(output.at(-1) === 0);
    };
    expect(await complaints(name, spoiled)).toBeGreaterThan(conformanceCases[name].length / 2);
  });

  it.each(Object.entries(mistakes[name]))("notice a kernel that %s", async (_, mistake) => {
    const wrong: typeof kernel = (outputs, inputs, attributes) =>
      kernel(outputs, inputs, { ...attributes, ...mistake(attributes) });
    expect(await complaints(name, wrong)).toBeGreaterThan(0);
  });
}

/** Kernels whose results depend on what they do with NaN. */
const readsNaN = [
  "map",
  "reduce",
  "argReduce",
  "argSort",
  "softmax",
  "matmul",
  "conv2d",
  "maxPool2d",
] as const;

async function complaintsWithoutNaN<Name extends KernelName>(name: Name): Promise<number> {
  const kernel = kernelOf(name);
  return complaints(name, (outputs, inputs, attributes) =>
    kernel(outputs, inputs.map((input) => input.map((value) => value || 0)), attributes)); // prettier-ignore
}

for (const name of Object.keys(conformanceCases) as KernelName[]) {
  describe(`the cases of ${name}`, () => describeCases(name));
}

describe("the table", () => {
  it.each(readsNaN)("notices a %s that takes NaN for 0", async (name) => {
    expect(await complaintsWithoutNaN(name)).toBeGreaterThan(0);
  });
});

describe("an index out of range", () => {
  const kernel = kernelOf("scatterAdd");
  const refused = conformanceCases.scatterAdd.find(({ refuses }) => refuses?.index === 3)!;
  const run = { float: "float32", tolerance: 4 } as const;
  const found = (scatterAdd: typeof kernel) =>
    differences(backendOf("scatterAdd", scatterAdd), "scatterAdd", refused, run);

  it("must be noticed", async () => {
    expect(await found(kernel)).toEqual(["an index out of range is not noticed"]);
  });

  it("must be named, with its position and the range", async () => {
    const vague = () => {
      throw new DataError("scatterAdd", "index 3 is out of range");
    };
    expect(await found(vague)).toEqual([
      "the error does not say 2: scatterAdd: index 3 is out of range",
      "the error does not say 2: scatterAdd: index 3 is out of range",
    ]);
  });

  it("may give NaN", async () => {
    expect(await found(([output]) => void output.fill(NaN))).toEqual([]);
  });
});
