import { crossEntropy, diagnose, fit, resurrect, seeded, type HealthReport } from "piecewise";
import type { Recognition } from "../inside/tiles.ts";
import { isCnn } from "../plan.ts";
import type { Settings } from "../settings.ts";
import { curveOf } from "./curve.ts";
import { gate, type Gate } from "./gate.ts";
import { firstRows, shapeOf, type SplitData } from "./make-data.ts";
import { makeModel, makeOptimizer } from "./make-run.ts";
import type { Look, Scene } from "./messages.ts";
import { picturesOf, recognitionOf } from "./pictures.ts";
import { plainWords } from "./plain-words.ts";
import { probe } from "./probe.ts";
import { drawnOf } from "./scene.ts";
import { stopwatch } from "./stopwatch.ts";
import { loadWeights, weightsFile } from "./weights.ts";

/** A training that goes on as long as its gate is open. */
export interface Run {
  readonly scene: Scene;
  readonly gate: Gate;
  /** Ends only when training fails. */
  readonly done: Promise<unknown>;
  look(): Promise<Look>;
  /** Goes on to this step, and waits there. */
  runTo(step: number): void;
  setLearningRate(value: number): void;
  /** Draws the weights of dead units anew; how many there were. */
  revive(): Promise<number>;
  /** The weights as a safetensors file. */
  weights(): Promise<Uint8Array<ArrayBuffer>>;
  /** Takes the weights of such a file, or throws and changes nothing. */
  load(file: Uint8Array): void;
  /** What the network makes of one image. */
  recognise(pixels: Float32Array): Promise<Recognition>;
}

/** For so many milliseconds, a diagnosis stays as it is. */
const readingTime = 250;

/** Starts to train. `onRest` is awaited before each step: it may look, and post what it saw. */
export function startRun(settings: Settings, data: SplitData, onRest: (run: Run) => Promise<void>): Run {
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
  const lives = seeded(settings.seed);
  let health = diagnose(model);
  let hasSeen = false;
  let known: { readonly report: HealthReport | undefined; readonly until: number } | undefined;
  let place = { step: 0, epoch: 1 };

  // When the weights have changed, what was seen of units is no longer true.
  const forget = () => {
    health = diagnose(model);
    hasSeen = false;
    known = undefined;
  };
  const report = async (): Promise<HealthReport | undefined> => (hasSeen ? health.report() : undefined);
  // Words that change with every look cannot be read, and cost as much as the rest of it.
  const readable = async () => {
    if (known === undefined || way.isClosed || performance.now() > known.until)
      known = { report: await report(), until: performance.now() + readingTime };
    return known.report;
  };
  const run: Run = {
    scene: drawn.scene,
    gate: way,
    done: Promise.resolve(),
    async look() {
      const [answers, looks, found] = [await drawn.answers(model), await layers(), await readable()];
      const seen = await pictures();
      return {
        ...place,
        stepsPerSecond: watch.perSecond(place.step),
        points: curve.takePoints(),
        answers,
        layers: looks.map((layer, i) => ({ ...layer, ...seen[i] })),
        verdicts: plainWords(model, found?.verdicts ?? []),
        revivable: found === undefined ? 0 : deadIn(found),
      };
    },
    runTo: (step) => way.open(step - place.step),
    setLearningRate: (value) => optimizer.set("learningRate", value),
    async revive() {
      const found = await report();
      if (found === undefined) return 0;
      resurrect(model, optimizer, found, { random: lives });
      forget();
      return deadIn(found);
    },
    weights: () => weightsFile(model),
    load(file) {
      loadWeights(model, file);
      forget();
    },
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
        },
        async onStep({ totalSteps, epoch, loss }) {
          place = { step: totalSteps, epoch };
          hasSeen = true;
          await curve.add(totalSteps, await loss());
        },
      },
    ],
  });
  return Object.assign(run, { done });
}

const deadIn = ({ layers }: HealthReport) => layers.reduce((sum, { dead }) => sum + dead.length, 0);
