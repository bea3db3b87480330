import { crossEntropy, fit } from "piecewise";
import type { History } from "../history.ts";
import type { Recognition } from "../inside/tiles.ts";
import { isCnn } from "../plan.ts";
import type { Settings } from "../settings.ts";
import { changesOf, type Changes } from "./changes.ts";
import { curveOf } from "./curve.ts";
import { findingsOf } from "./findings.ts";
import { gate, type Gate } from "./gate.ts";
import { deadIn, healthOf } from "./health.ts";
import { firstRows, shapeOf, type SplitData } from "./make-data.ts";
import { makeModel, makeOptimizer } from "./make-run.ts";
import type { CurvePoint, Look, Scene } from "./messages.ts";
import { picturesOf, recognitionOf } from "./pictures.ts";
import { probe } from "./probe.ts";
import { drawnOf } from "./scene.ts";
import { stopwatch } from "./stopwatch.ts";
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
  const drawn = drawnOf(data);
  // An image has hundreds of places for each filter: fewer rows tell as much.
  const layers = probe(model, firstRows(data.training, isCnn(settings, shape.input) ? 32 : 256));
  const pictures = picturesOf(model, drawn.scene);
  const curve = curveOf(model, data.test);
  const way = gate();
  const watch = stopwatch();
  const health = healthOf(model);
  let place = { step: 0, epoch: 1 };
  const changes = changesOf({
    ...{ settings, model, optimizer, data: data.training, health },
    stepsTaken: () => place.step,
    tell: onHistory,
  });
  const run: Run = {
    scene: drawn.scene,
    gate: way,
    changes,
    done: Promise.resolve(),
    async look() {
      const [answers, looks, seen] = [await drawn.answers(model), await layers(), await pictures()];
      const found = await (way.isClosed ? health.report() : health.recent());
      return {
        ...place,
        stepsPerSecond: watch.perSecond(place.step),
        points: curve.takePoints(),
        answers,
        layers: looks.map((layer, i) => ({ ...layer, ...seen[i] })),
        ...(way.isClosed && place.step > 0 ? { measured: await curve.measure() } : {}),
        verdicts: found === undefined ? [] : findingsOf(model, settings, found),
        revivable: found === undefined ? 0 : deadIn(found),
      };
    },
    takePoints: () => curve.takePoints(),
    runTo: (step) => way.open(step - place.step),
    weights: () => weightsFile(model),
    recognise: (pixels) => recognitionOf(model, pixels, shape.input),
  };
  const done = fit(model, {
    data: data.training,
    loss: crossEntropy,
    optimizer,
    batchSize: settings.batchSize,
    epochs: Number.MAX_SAFE_INTEGER,
    seed: settings.seed,
    callbacks: [
      {
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
      },
    ],
  }).finally(() => changes.endStep());
  return Object.assign(run, { done });
}
