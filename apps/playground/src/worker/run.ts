import { crossEntropy, fit } from "piecewise";
import type { Callback, Dataset, HealthReport, Layer, Optimizer } from "piecewise";
import type { History } from "../history.ts";
import type { Recognition } from "../inside/tiles.ts";
import type { Settings } from "../settings.ts";
import { changesOf, type Changes } from "./changes.ts";
import { curveOf } from "./curve.ts";
import { findingsOf } from "./findings.ts";
import { gate, type Gate } from "./gate.ts";
import { deadIn, healthOf, isLost } from "./health.ts";
import { shapeOf, type SplitData } from "./make-data.ts";
import { makeModel, makeOptimizer } from "./make-run.ts";
import type { CurvePoint, Look, Scene } from "./messages.ts";
import { recognitionOf } from "./pictures.ts";
import { stopwatch } from "./stopwatch.ts";
import { viewOf } from "./view.ts";
import { weightsFile } from "./weights.ts";

/** A training that goes on as long as its gate is open. */
export interface Run {
  readonly scene: Scene;
  readonly gate: Gate;
  /** Ends only when training fails. */
  readonly done: Promise<unknown>;
  look(): Promise<Look>;
  /** What was measured since the last look, alone. */
  takePoints(): readonly CurvePoint[];
  /** What can be changed in it. */
  readonly changes: Changes;
  /** Goes on to this step, and waits there. */
  runTo(step: number): void;
  /** The weights as a safetensors file. */
  weights(): Promise<Uint8Array<ArrayBuffer>>;
  /** What the network makes of one image. */
  recognise(pixels: Float32Array): Promise<Recognition>;
}

/**
 * Starts to train. `onRest` is awaited before each step: it may look, and post what it saw. `onHistory` hears of each change.
 */
export function startRun(
  settings: Settings,
  data: SplitData,
  onRest: (run: Run) => Promise<void>,
  onHistory: (history: History) => void = () => {},
): Run {
  const shape = shapeOf(data.training);
  const model = makeModel(settings, shape);
  const optimizer = makeOptimizer(settings, model);
  const view = viewOf(model, settings, data);
  const [curve, health] = [curveOf(model, data.test), healthOf(model)];
  const [way, watch] = [gate(), stopwatch()];
  let place = { step: 0, epoch: 1 };
  const changes = changesOf({
    ...{ settings, model, optimizer, data: data.training, health },
    stepsTaken: () => place.step,
    tell: onHistory,
  });
  const look = async (): Promise<Look> => {
    const seen = await view.look();
    const found = await (way.isClosed ? health.report() : health.recent());
    return {
      ...{ ...place, ...seen, ...diagnosisOf(model, settings, found) },
      stepsPerSecond: watch.perSecond(place.step),
      points: curve.takePoints(),
      ...(way.isClosed && place.step > 0 ? { measured: await curve.measure() } : {}),
    };
  };
  const run: Run = {
    ...{ scene: view.scene, gate: way, changes, done: Promise.resolve(), look },
    takePoints: () => curve.takePoints(),
    runTo: (step) => way.open(step - place.step),
    weights: () => weightsFile(model),
    recognise: (pixels) => recognitionOf(model, pixels, shape.input),
  };
  const done = train(model, optimizer, settings, data.training, {
    observeStep: () => health.observeStep(),
    async onStepStart() {
      await onRest(run);
      if (way.isClosed) watch.forget();
      await way.pass();
      await changes.beginStep();
    },
    async onStep({ totalSteps, epoch, loss }) {
      place = { step: totalSteps, epoch };
      health.hasSeen();
      await curve.add(totalSteps, await loss());
      changes.endStep();
    },
  }).finally(() => changes.endStep());
  return Object.assign(run, { done });
}

/** Trains without an end. */
const train = (
  model: Layer,
  optimizer: Optimizer,
  { batchSize, seed }: Settings,
  data: Dataset,
  callback: Callback,
): Promise<unknown> =>
  fit(model, {
    ...{ data, loss: crossEntropy, optimizer, batchSize, seed },
    epochs: Number.MAX_SAFE_INTEGER,
    callbacks: [callback],
  });

/** What was found, in the page's words; before the first step, nothing was. */
function diagnosisOf(
  model: Layer,
  settings: Settings,
  found: HealthReport | undefined,
): Pick<Look, "verdicts" | "revivable"> {
  if (found === undefined) return { verdicts: [], revivable: 0 };
  return { verdicts: findingsOf(model, settings, found), revivable: isLost(found) ? 0 : deadIn(found) };
}
