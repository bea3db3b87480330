import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { apply, constant, input, isConstant, poolSize, scalar, select } from "./expression.ts";

const [x, y] = [input(0), input(1)];

describe("sharing", () => {
  it("makes equal expressions one object", () => {
    expect(x.times(y).plus(x.times(y).exp())).toBe(input(0).times(input(1)).plus(x.times(y).exp()));
    expect(constant(0.1)).toBe(constant(0.1));
    expect(constant(NaN)).toBe(constant(NaN));
    expect(scalar(1)).toBe(scalar(1));
  });

  it("tells apart what is not the same", () => {
    expect(x.minus(y)).not.toBe(y.minus(x));
    expect(input(1)).not.toBe(scalar(1));
    expect(constant(0)).not.toBe(constant(-0));
    expect(constant(1)).not.toBe(input(1));
  });

  it("forgets formulas nobody keeps", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const before = poolSize();
    for (let i = 0; i < 5000; i++) x.times(i + 0.5).tanh();
    expect(poolSize()).toBeGreaterThan(before + 9000);
    for (let tries = 0; tries < 50 && poolSize() > before + 100; tries++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(poolSize()).toBeLessThan(before + 100);
    expect(input(0)).toBe(x);
  });
});

describe("simplifying", () => {
  it.each([
    ["x + 0", x.plus(0), x],
    ["0 + x", constant(0).plus(x), x],
    ["x − 0", x.minus(0), x],
    ["0 − x", constant(0).minus(x), x.negate()],
    ["x + −y", x.plus(y.negate()), x.minus(y)],
    ["x − −y", x.minus(y.negate()), x.plus(y)],
    ["x + −3", x.plus(-3), x.minus(3)],
    ["x − −3", x.minus(-3), x.plus(3)],
    ["x · 1", x.times(1), x],
    ["1 · x", constant(1).times(x), x],
    ["x · −1", x.times(-1), x.negate()],
    ["x / 1", x.dividedBy(1), x],
    ["−−x", x.negate().negate(), x],
    ["x to the power 1", x.power(1), x],
    ["x to the power 2", x.power(2), x.times(x)],
    ["a choice between equals", select(x, y, y), y],
    ["a choice by a constant", select(constant(0), x, y), y],
    ["a choice by NaN", select(constant(NaN), x, y), x],
    ["a function of constants", constant(2).plus(3).times(4), constant(20)],
  ])("%s becomes what it is worth", (_name, before, after) => {
    expect(before).toBe(after);
  });

  it("leaves x · 0 alone, because ∞ · 0 is NaN", () => {
    expect(x.times(0).kind).toBe("multiply");
  });

  it("computes every function of constants at once", () => {
    expect(apply("atan2", constant(1), constant(1)).value).toBe(Math.PI / 4);
    expect(isConstant(constant(-0).negate(), 0)).toBe(true);
  });
});
