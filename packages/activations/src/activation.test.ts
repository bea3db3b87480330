import { backward, linear, parameter, sum, tensor, type SlopeFromOutput } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import * as activations from "./index.ts";
import { activation, type Activation } from "./index.ts";

const float64 = { dtype: "float64" } as const;
const elementwiseOnes = Object.values(activations as Record<string, unknown>).filter(
  (f): f is Activation => typeof f === "function" && "derivative" in f,
);
const rows = elementwiseOnes.map((f) => [f.facts.name, f] as const);

const valuesOf = async (f: Activation, x: readonly number[]) => [...(await f(tensor(x, float64)).data())];
const slopesOf = async (f: Activation, x: readonly number[]) => valuesOf(f.derivative as Activation, x);

/** −50 to 50 in steps of an eighth, and far out. */
const sweep = [-1e4, ...Array.from({ length: 801 }, (_, i) => i / 8 - 50), 1e4];

describe.each(rows)("%s", (name, f) => {
  it("bears the name it is exported by", () => {
    expect((activations as Record<string, unknown>)[name]).toBe(f);
    expect(f.name).toBe(name);
  });

  it("stays in its range and comes close to both ends", async () => {
    const values = await valuesOf(f, sweep);
    const [low, high] = f.facts.range;
    for (const value of values) expect(value).toSatisfy((y: number) => y >= low - 1e-6 && y <= high + 1e-6);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    expect(least).toSatisfy((y: number) => (low === -Infinity ? y < -49 : y < low + 0.01));
    expect(most).toSatisfy((y: number) => (high === Infinity ? y > 49 : y > high - 0.01));
  });

  it("has the derivative that differences give, away from its kinks", async () => {
    const x = sweep.map((at) => at + 0.037).filter((at) => Math.abs(at) < 60);
    const [above, below] = [await valuesOf(f, x.map((at) => at + 1e-5)), await valuesOf(f, x.map((at) => at - 1e-5))]; // prettier-ignore
    const slopes = await slopesOf(f, x);
    slopes.forEach((slope, i) => expect(slope).toBeCloseTo((above[i] - below[i]) / 2e-5, 4));
  });

  it("says all its kinks", async () => {
    const [left, right] = [await slopesOf(f, sweep.map((x) => x - 1e-7)), await slopesOf(f, sweep.map((x) => x + 1e-7))]; // prettier-ignore
    const bends = sweep.filter((_, i) => Math.abs(left[i] - right[i]) > 1e-4);
    expect(f.facts.kinks.map(({ at }) => at)).toEqual(bends);
  });

  it("returns the derivative at a kink that its facts promise, one between those of both sides", async () => {
    for (const { at, derivative } of f.facts.kinks) {
      const x = parameter([at], float64);
      const [gradient] = await backward(sum(f(x)))
        .of(x)
        .data();
      expect(gradient).toBe(derivative);
      const [left, right] = await slopesOf(f, [at - 1e-9, at + 1e-9]);
      expect(derivative).toBeGreaterThanOrEqual(Math.min(left, right) - 1e-6);
      expect(derivative).toBeLessThanOrEqual(Math.max(left, right) + 1e-6);
    }
  });

  it("is almost flat where it is said to saturate, and nowhere just inside", async () => {
    const { below, above } = f.facts.saturation;
    const flat = async (x: number[]) => (await slopesOf(f, x)).map((slope) => Math.abs(slope) < 0.01);
    const outwards = [0, 0.5, 1, 5, 20, 40];
    if (below !== undefined) {
      expect(await flat(outwards.map((d) => below - d))).not.toContain(false);
      expect(await flat([below + 0.0101])).toEqual([false]);
    }
    if (above !== undefined) {
      expect(await flat(outwards.map((d) => above + d))).not.toContain(false);
      expect(await flat([above - 0.0101])).toEqual([false]);
    }
  });

  it("passes NaN on, and has finite values and slopes at ±10,000", async () => {
    expect(await valuesOf(f, [NaN])).toEqual([NaN]);
    const far = [...(await valuesOf(f, [-1e4, 1e4])), ...(await slopesOf(f, [-1e4, 1e4]))];
    expect(far.every(Number.isFinite)).toBe(true);
  });

  it("says its formula as text and as LaTeX", () => {
    expect(activations.formulaText(f)).toMatch(/x/);
    expect(activations.formulaLatex(f)).toMatch(/x/);
    expect(activations.formulaLatex(f)).not.toMatch(/#|undefined/);
  });
});

describe.each(rows.filter(([, f]) => f.keepsOrder === true))("%s keeps the order of numbers", (_name, f) => {
  it("and is flat where it makes different ones equal", async () => {
    const [values, slopes] = [await valuesOf(f, sweep), await slopesOf(f, sweep)];
    for (let i = 1; i < values.length; i++) {
      expect(values[i]).toBeGreaterThanOrEqual(values[i - 1]);
      if (values[i] === values[i - 1]) expect([slopes[i], slopes[i - 1]]).toContain(0);
    }
  });
});

const fusable = rows.filter(([, f]) => f.slopeFromOutput === true);

describe.each(fusable)("%s as the last step of a product", (_name, f) => {
  it("has the values and the gradient that it has on its own", async () => {
    const at = sweep.filter((x) => Math.abs(x) < 60);
    const x = tensor(at.map((value) => [value]), float64); // prettier-ignore
    const [weight, bias] = [parameter([[1]], float64), parameter([0], float64)];
    const fused = linear(x, weight, bias, { activation: f as Activation & SlopeFromOutput });
    const alone = f(linear(x, weight, bias));
    expect(await fused.data()).toEqual(await alone.data());
    const gradients = [fused, alone].map((y) => backward(sum(y)).of(weight));
    expect(await gradients[0].item()).toBeCloseTo(await gradients[1].item(), 10);
  });
});

describe("activation", () => {
  it("makes an activation of a formula, with derivative, gain and facts", async () => {
    const double = activation("double", (x) => x.times(2), { range: [-Infinity, Infinity] });
    expect(await valuesOf(double, [1, -3])).toEqual([2, -6]);
    expect(await slopesOf(double, [1, -3])).toEqual([2, 2]);
    expect(double.facts.gain).toBeCloseTo(1 / 2, 6);
    expect(double.facts).toMatchObject({ name: "double", kinks: [], saturation: {} });
    expect(activations.formulaText(double)).toBe("x · 2");
  });

  it("refuses an option that it does not have, and one that is no number", () => {
    const { elu } = activations;
    expect(() => elu(tensor([1]), { alfa: 2 } as never)).toThrow("elu: has no option alfa, only alpha");
    expect(() => elu(tensor([1]), { alpha: "2" } as never)).toThrow("elu: option alpha must be a number");
  });
});

const optionRows: readonly (readonly [string, (x: ReturnType<typeof tensor>) => unknown, number, number])[] =
  [
    ["leakyRelu negativeSlope 0.2", (x) => activations.leakyRelu(x, { negativeSlope: 0.2 }), -2, -0.4],
    ["elu alpha 2", (x) => activations.elu(x, { alpha: 2 }), -2, 2 * Math.expm1(-2)],
    ["celu alpha 2", (x) => activations.celu(x, { alpha: 2 }), -2, 2 * Math.expm1(-1)],
    ["softplus beta 2", (x) => activations.softplus(x, { beta: 2 }), 1, Math.log1p(Math.exp(2)) / 2],
    ["softplus above its threshold", (x) => activations.softplus(x, { threshold: 1 }), 1.5, 1.5],
    ["hardtanh min −2, max 3", (x) => activations.hardtanh(x, { min: -2, max: 3 }), -5, -2],
    ["softshrink lambda 1", (x) => activations.softshrink(x, { lambda: 1 }), -3, -2],
    ["hardshrink lambda 1", (x) => activations.hardshrink(x, { lambda: 1 }), 0.9, 0],
    ["threshold 1, value 9", (x) => activations.threshold(x, { threshold: 1, value: 9 }), 1, 9],
  ];

it.each(optionRows)("%s does what PyTorch's option does", async (_, f, x, expected) => {
  const y = f(tensor([x], float64)) as ReturnType<typeof tensor>;
  expect((await y.data())[0]).toBeCloseTo(expected, 12);
});
