import { describe, expect, it } from "vitest";
import type { Means } from "../totals.ts";
import { earlyStopping, type EarlyStoppingOptions } from "./early-stopping.ts";

/** In which epoch training stops, and why, when a mean takes these values. */
function stopsAt(
  options: EarlyStoppingOptions,
  values: readonly number[],
  name = "loss",
  callback = earlyStopping(options),
) {
  for (const [i, value] of values.entries()) {
    let stopped: string | undefined;
    const event = {
      epoch: i + 1,
      epochs: values.length,
      totalSteps: i + 1,
      stop: (reason: string) => (stopped = reason),
      pause: () => {},
    };
    const means: Means = { [name]: value };
    void callback.onEpochStart!({ ...event, steps: 1, rowsInEpoch: 1 });
    void callback.onEpochEnd!({
      ...event,
      result: { epoch: i + 1, training: { [name]: 0 }, validation: means, seconds: 1, samplesPerSecond: 1 },
    });
    if (stopped !== undefined) return [i + 1, stopped];
  }
  return undefined;
}

describe("earlyStopping", () => {
  it.each<[string, EarlyStoppingOptions, number[], string, number | undefined]>([
    [
      "when the loss has not fallen for as long as its patience",
      { patience: 2 },
      [3, 2, 2.5, 2.1],
      "loss",
      4,
    ],
    ["not while the loss falls", { patience: 1 }, [3, 2, 1, 0.5], "loss", undefined],
    ["not when the loss falls again in time", { patience: 2 }, [3, 4, 2, 4, 1], "loss", undefined],
    ["when it falls too little", { patience: 1, minimumChange: 0.5 }, [3, 2.6], "loss", 2],
    ["when the accuracy does not rise", { monitor: "accuracy", patience: 1 }, [0.5, 0.6, 0.6], "accuracy", 3],
    [
      "when what should be small rises",
      { monitor: "error", better: "smaller", patience: 1 },
      [2, 1, 3],
      "error",
      3,
    ],
    ["when the loss is not a number", { patience: 2 }, [1, NaN, NaN], "loss", 3],
    ["after five epochs unless told", {}, [1, 1, 1, 1, 1, 1, 1], "loss", 6],
  ])("stops %s", (_, options, values, name, epoch) => {
    const stopped = stopsAt(options, values, name);
    expect(stopped?.[0]).toBe(epoch);
    if (epoch !== undefined)
      expect(stopped![1]).toMatch(new RegExp(`^${name} has not improved for \\d epochs$`));
  });

  it("starts anew with each training", () => {
    const callback = earlyStopping({ patience: 2 });
    expect(stopsAt({}, [1, 0.5], "loss", callback)).toBeUndefined();
    expect(stopsAt({}, [3, 2, 1], "loss", callback)).toBeUndefined();
  });

  it("refuses to watch what nobody measures, and says what there is", () => {
    expect(() => stopsAt({ monitor: "f1" }, [1])).toThrow('earlyStopping: there is no mean "f1", only loss');
  });

  it.each([0, -1, 1.5, NaN])("refuses the patience %d", (patience) => {
    expect(() => earlyStopping({ patience })).toThrow(
      "earlyStopping: patience must be a whole number above 0",
    );
  });
});
