import { describe, expect, it } from "vitest";
import { xor } from "@piecewise/data";
import { linear } from "@piecewise/layers";
import { crossEntropy } from "@piecewise/losses";
import { sgd } from "@piecewise/optimizers";
import { memory, scope, tensor } from "@piecewise/tensor";
import { fit, type Callback, type StartEvent } from "../index.ts";
import type { Means } from "../totals.ts";
import { earlyStopping, type EarlyStoppingOptions } from "./early-stopping.ts";

const model = linear(2, 2);
const startEvent: StartEvent = {
  ...{
    epochs: 9,
    model,
    optimizer: sgd(model.parameters),
    resumed: false,
    validates: false,
    loss: crossEntropy,
    generators: {},
  },
  ...{ stop: () => {}, pause: () => {} },
};

/** In which epoch training stops, and why, when a mean takes these values. */
function stopsAt(
  options: EarlyStoppingOptions,
  values: readonly number[],
  name = "loss",
  callback = earlyStopping(options),
) {
  void callback.onStart!(startEvent);
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

describe("restoreBest", () => {
  /** Trains with a bias that is the epoch's number, and a validation loss as given; what the bias is after it. */
  async function biasAfter(losses: readonly number[], more: Callback = {}, signal?: AbortSignal) {
    const { bias } = model.own;
    const setBias: Callback = {
      ...more,
      onStep: ({ epoch }) => scope(() => bias.assign(tensor([epoch, epoch]))),
      onEpochStart: ({ epoch }) => void (epochNow = epoch),
    };
    let epochNow = 0;
    const data = xor({ count: 8, seed: 0 });
    const metrics = [{ name: "error", total: () => tensor(8 * losses[epochNow - 1]) }];
    const stopping = earlyStopping({ monitor: "error", better: "smaller", patience: 2, restoreBest: true });
    const optimizer = sgd(model.parameters);
    await fit(model, { data, loss: crossEntropy, optimizer, metrics, epochs: losses.length, validation: data, callbacks: [setBias, stopping], ...(signal && { signal }) }); // prettier-ignore
    return (await bias.data())[0];
  }

  it.each([
    ["when it stops training", [3, 1, 2, 2, 9], 2],
    ["when training comes to its end", [3, 2, 1, 4], 3],
    ["which may be the last", [3, 2], 2],
  ])(
    "gives the model the weights of the best epoch %s, and holds no memory then",
    async (_, losses, epoch) => {
      // prettier-ignore
      const before = memory();
      expect(await biasAfter(losses)).toBe(epoch);
      expect(memory().tensors).toBeLessThanOrEqual(before.tensors);
    },
  );

  it("leaves the weights of an aborted run as they are", async () => {
    const abort = new AbortController();
    const ending: Callback = { onEpochEnd: ({ epoch }) => void (epoch === 2 && abort.abort()) };
    expect(await biasAfter([1, 2, 3, 4], ending, abort.signal)).toBe(2);
  });
});

it("does not count epochs in which validation data are not measured", async () => {
  const data = xor({ count: 8, seed: 0 });
  const optimizer = sgd(model.parameters, { learningRate: 0 });
  const callbacks = [earlyStopping({ patience: 2 })];
  const { epochs } = await fit(model, { data, loss: crossEntropy, optimizer, epochs: 9, validation: data, validateEvery: 2, callbacks }); // prettier-ignore
  expect(epochs).toHaveLength(6);
});
