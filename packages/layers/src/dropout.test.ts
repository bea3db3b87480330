import { backward, full, parameter, seeded, sum } from "@piecewise/tensor";
import { describe, expect, it } from "vitest";
import { dropout, sequential } from "./index.ts";

const x = full([100, 100], 3);
const training = { training: true } as const;
const meanOf = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / values.length;

describe("dropout", () => {
  it.each([0.1, 0.5, 0.9])(
    "with rate %d keeps the mean in training, and 1 − rate of the numbers",
    async (rate) => {
      const values = await dropout(rate)(x, { training: true, random: seeded(1) }).data();
      expect(meanOf(values as Float32Array)).toBeCloseTo(3, 0);
      const kept = values.filter((value) => value !== 0);
      expect(kept.length / values.length).toBeCloseTo(1 - rate, 1);
      for (const value of kept) expect(value).toBeCloseTo(3 / (1 - rate), 4);
    },
  );

  it("does nothing outside of training: the tensor itself comes back", () => {
    expect(dropout(0.5)(x)).toBe(x);
    expect(dropout(0.5)(x, { training: false })).toBe(x);
    expect(dropout(0)(x, training)).toBe(x);
  });

  it("drops all with rate 1", async () => {
    expect(await sum(dropout(1)(x, training)).item()).toBe(0);
  });

  it("draws from its own generator, else from the context's", async () => {
    const own = dropout(0.5, { random: seeded(1) })(x, { training: true, random: seeded(2) });
    const context = dropout(0.5)(x, { training: true, random: seeded(1) });
    expect(await own.data()).toEqual(await context.data());
    expect(await dropout(0.5)(x, { training: true, random: seeded(2) }).data()).not.toEqual(await own.data());
  });

  it("draws anew each time", async () => {
    const context = { training: true, random: seeded(1) };
    expect(await dropout(0.5)(x, context).data()).not.toEqual(await dropout(0.5)(x, context).data());
  });

  it("is reached by the mode through sequential", async () => {
    const model = sequential(dropout(0.5));
    expect(await sum(model(x)).item()).toBe(30_000);
    const values = await model(x, { training: true, random: seeded(1) }).data();
    expect(values.includes(0)).toBe(true);
  });

  it("lets gradients through where it keeps, scaled alike", async () => {
    const w = parameter(x);
    const y = dropout(0.5)(w, { training: true, random: seeded(1) });
    const [values, gradient] = [await y.data(), await backward(sum(y)).of(w).data()];
    gradient.forEach((g, i) => expect(g).toBe(values[i] === 0 ? 0 : 2));
  });

  it.each([-0.1, 1.1, NaN])("refuses the rate %d", (rate) => {
    expect(() => dropout(rate)).toThrow(`dropout: the rate must lie between 0 and 1, got ${rate}`);
  });
});
