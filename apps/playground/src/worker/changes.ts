import { calibrate, loadOptimizerState, optimizerState, resurrect, seeded, toTensors } from "piecewise";
import type { Dataset, Layer, Optimizer } from "piecewise";
import { calibrationRows, rateAfter, withChange, type Change, type History } from "../history.ts";
import type { Settings } from "../settings.ts";
import { deadIn, type Health } from "./health.ts";
import { firstRows } from "./make-data.ts";
import { makeOptimizer, rateOf } from "./make-run.ts";
import { turns } from "./turns.ts";
import { loadWeights } from "./weights.ts";

/** What a user changes in a run: always between two steps, and with a note of when it was. */
export interface Changes {
  learningRate(value: number): Promise<void>;
  /** Draws the weights of dead units anew; how many there were. */
  revive(): Promise<number>;
  /** Scales the weights so that signals neither fade nor grow; of how many layers. */
  calibrate(): Promise<number>;
  /** Takes the weights of a safetensors file, or throws and changes nothing. */
  load(file: Uint8Array): Promise<void>;
  /** Does what the history of another run says, at the same steps: the learning rate only. */
  follow(history: History): void;
  /** Before a step: once changes are through, none comes until `endStep`. */
  beginStep(): Promise<void>;
  endStep(): void;
}

interface Parts {
  readonly settings: Settings;
  readonly model: Layer;
  readonly optimizer: Optimizer;
  readonly data: Dataset;
  readonly health: Health;
  readonly stepsTaken: () => number;
  readonly tell: (history: History) => void;
}

export function changesOf({ settings, model, optimizer, data, health, stepsTaken, tell }: Parts): Changes {
  const queue = turns();
  const lives = seeded(settings.seed);
  let history: History = { learningRate: settings.learningRate, changes: [] };
  let followed: History | undefined;
  let endStep = () => {};
  const between = async <T>(work: () => T): Promise<Awaited<T>> => {
    const end = await queue.take();
    try {
      return await work();
    } finally {
      end();
    }
  };
  const note = (change: Change) => tell((history = withChange(history, change)));
  const setRate = (value: number) => {
    if (value === rateOf(optimizer)) return;
    optimizer.set("learningRate", value);
    note({ step: stepsTaken(), what: "learning rate", value });
  };
  return {
    learningRate: (value) => between(() => setRate(value)),
    revive: () =>
      between(async () => {
        const report = await health.report();
        if (report === undefined) return 0;
        const units = deadIn(report);
        resurrect(model, optimizer, report, { random: lives });
        health.forget();
        note({ step: stepsTaken(), what: "revived", units });
        return units;
      }),
    calibrate: () =>
      between(async () => {
        const layers = await calibrate(model, toTensors(firstRows(data, calibrationRows)).inputs);
        health.forget();
        note({ step: stepsTaken(), what: "calibrated" });
        return layers.length;
      }),
    load: (file) =>
      between(() => {
        loadWeights(model, file);
        forgetIn(optimizer, makeOptimizer({ ...settings, learningRate: rateOf(optimizer) }, model));
        health.forget();
        note({ step: stepsTaken(), what: "loaded" });
      }),
    follow: (other) => void (followed = other),
    async beginStep() {
      endStep = await queue.take();
      if (followed !== undefined) setRate(rateAfter(stepsTaken(), followed));
    },
    endStep: () => endStep(),
  };
}

/** What an optimizer remembers belongs to the weights that there were: it begins anew, as a fresh one. */
function forgetIn(optimizer: Optimizer, fresh: Optimizer): void {
  loadOptimizerState(optimizer, optimizerState(fresh));
  for (const p of fresh.parameters) for (const slot of Object.values(fresh.slots(p))) slot.dispose();
}
